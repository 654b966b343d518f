import { beforeAll, expect, test } from 'vitest'
import { giveCard, linkTo, openPage, openPortalWorld, type PortalWorld, settled } from './portal-world.ts'

let world: PortalWorld
const account = 'team_doors'

beforeAll(async () => {
  world = await openPortalWorld()
  const { scrip } = world
  await scrip.creditTypes.create({ id: 'doors', name: 'Door credits', unit_price: '1' })
  await scrip.accounts.create({ id: account, kind: 'team', name: 'Doors' })
  await scrip.members.add(account, { id: 'linus', role: 'developer' })
  await scrip.grants.create(account, { credit_type: 'doors', amount: '10' })
})

test('in a frame of the product, what is paid beside it is seen by itself', async () => {
  const { product, scrip } = world
  const page = await openPage(world)
  await page.goto(`${product}/frame?${encodeURIComponent(await linkTo(world, { account }))}`)
  const portal = page.frameLocator('iframe')
  await portal.getByRole('heading', { name: 'Overview' }).waitFor()
  await portal.getByRole('link', { name: 'Buy Door credits' }).click()
  await portal.getByLabel('Amount').fill('25')
  const opened = page.context().waitForEvent('page')
  await portal.getByRole('button', { name: 'Continue to payment' }).click()
  const hosted = await opened
  await portal.getByText('Waiting for your payment').waitFor()
  await giveCard(hosted, '4242424242424242')
  await hosted.getByRole('heading', { name: 'That is done' }).waitFor()
  await portal.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  expect((await scrip.balances.get(account, 'doors')).available).toBe('35')
  await portal.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'You are at /settings' }).waitFor()
})

test('nobody else may frame it', async () => {
  const context = await world.browser.newContext()
  const page = await context.newPage()
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()))
  await page.goto(`${world.stranger}/frame?${encodeURIComponent(await linkTo(world, { account }))}`)
  await refused
  await context.close()
})

test('who may not buy sees all and is told why', async () => {
  const page = await openPage(world)
  await page.goto(await linkTo(world, { account, member: 'linus' }))
  await page.getByText('You can look.').waitFor()
  await page.getByText('available', { exact: true }).waitFor()
  const main = page.getByRole('main')
  expect(await main.getByRole('link', { name: /Buy/ }).count()).toBe(0)
  await page.getByRole('link', { name: 'Buy credits' }).click()
  await main.getByText('Buying is for owners, admins and billing').waitFor()
  for (const name of ['Payment methods', 'Spending caps', 'Subscription']) {
    await page.getByRole('navigation').getByRole('link', { name }).click()
    await main.getByRole('heading', { level: 1, name }).waitFor()
    expect(await main.getByRole('button').count(), name).toBe(0)
  }
})

test('without a link, and after its time, it says so and leads back', async () => {
  const page = await openPage(world)
  await page.goto(`${world.url}/portal/`)
  await page.getByRole('heading', { name: 'This page needs a link' }).waitFor()

  await page.goto(await linkTo(world, { account }))
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.reload()
  await settled(page)
  await page.route('**/v1/**', (route) =>
    route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        code: 'unauthenticated',
        status: 401,
        title: 'Nobody known',
        detail: 'It ended.',
      }),
    }),
  )
  await page.getByRole('link', { name: 'Invoices' }).click()
  await page.getByRole('heading', { name: 'This link has ended' }).waitFor()
  await page.getByRole('link', { name: 'Back to where you came from' }).click()
  await page.getByRole('heading', { name: 'You are at /settings' }).waitFor()
})

test('what can not be loaded says so, and can be tried again', async () => {
  const page = await openPage(world)
  await page.goto(await linkTo(world, { account }))
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.route('**/v1/**/invoices*', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'forbidden', status: 403, detail: 'Not now.', correlation_id: 'req_42' }),
    }),
  )
  await page.getByRole('link', { name: 'Invoices' }).click()
  await page.getByText('The invoices could not be loaded').waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('req_42')
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page
    .getByRole('row', { name: /25 Door credits/ })
    .or(page.getByText('No invoices yet'))
    .waitFor()
})
