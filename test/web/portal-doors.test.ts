import { beforeAll, expect, test } from 'vitest'
import {
  desktop,
  giveCard,
  linkTo,
  openPage,
  openPortalWorld,
  type PortalWorld,
  settled,
} from './portal-world.ts'

/** Everything on the page that would move, were it touched. */
const MOVING = `[...document.querySelectorAll('*')].filter((one) => ['', '::before', '::after'].some((part) => {
  const { transitionDuration, animationName } = getComputedStyle(one, part)
  return animationName !== 'none' || /[1-9]/.test(transitionDuration)
})).map((one) => one.className)`

let world: PortalWorld
const account = 'team_doors'

beforeAll(async () => {
  world = await openPortalWorld()
  const { scrip } = world
  await scrip.creditTypes.create({ id: 'doors', name: 'Door credits', unit_price: '1' })
  await scrip.accounts.create({ id: account, kind: 'team', name: 'Doors' })
  for (const [id, role] of [
    ['linus', 'developer'],
    ['ada', 'owner'],
  ] as const)
    await scrip.members.add(account, { id, role })
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

  await portal.getByRole('link', { name: 'Payment methods' }).click()
  const beside = page.context().waitForEvent('page')
  await portal.getByRole('button', { name: 'Add a card' }).first().click()
  const cards = await beside
  await cards.getByRole('link', { name: 'Back' }).click()
  await cards.getByRole('heading', { name: 'Nothing was changed' }).waitFor()
  await portal.locator('body').evaluate('window.open = () => null')
  await portal.getByRole('button', { name: 'Add a card' }).first().click()
  const followed = page.context().waitForEvent('page')
  await portal.getByRole('link', { name: 'Open it' }).click()
  await (await followed).getByLabel('Card number').waitFor()
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

test('a member who may not buy sees what is its own, and is told why', async () => {
  const { scrip, url } = world
  await scrip.debits.create(account, { credit_type: 'doors', amount: '2', member: 'linus', feature: 'ours' })
  await scrip.debits.create(account, { credit_type: 'doors', amount: '3', member: 'ada', feature: 'theirs' })
  await scrip.caps.put(account, 'member', '*', { limit: '40', unit: 'credits', period: 'month' })
  const page = await openPage(world)
  await page.goto(await linkTo(world, { account, member: 'linus' }))
  await page.getByText('You see what is yours.').waitFor()
  const main = page.getByRole('main')
  await main.getByText('Burned by you').waitFor()
  await settled(page)
  const links = page.getByRole('navigation').getByRole('link')
  expect(await links.allTextContents()).toEqual(['Overview', 'Usage', 'Spending caps'])
  expect(await main.getByRole('link', { name: /Buy/ }).count()).toBe(0)
  await links.filter({ hasText: 'Usage' }).click()
  await main.getByText('ours', { exact: true }).waitFor()
  expect(await main.getByText('theirs').count()).toBe(0)
  await links.filter({ hasText: 'Spending caps' }).click()
  await main.getByText(/^2 used of 40 credits/).waitFor()
  expect(await main.getByRole('button').count()).toBe(0)
  for (const path of ['/buy', '/purchases', '/subscription', '/payment-methods', '/invoices', '/ledger']) {
    await page.goto(`${url}/portal${path}`)
    await main.getByText('This is for owners, admins and billing').waitFor()
  }
})

test('lists go on to their end, and what is chosen from is there whole', async () => {
  const { scrip, sql } = world
  await scrip.accounts.create({ id: 'team_many', kind: 'team', name: 'Many' })
  await sql(`insert into members (account_id, member_id, role, status, created_at)
    select 'team_many', 'm' || to_char(n, 'FM000'), 'member', 'active', now() from generate_series(0, 204) n`)
  await sql(`insert into prices (price_id, credit_type, currency, terms, created_at, archived_at)
    select price_id || n, credit_type, currency, terms, created_at, now()
    from prices, generate_series(1, 205) n where price_id = (select max(price_id) from prices)`)
  await scrip.prices.create({ credit_type: 'doors', scheme: 'bundle', pack_size: '10', pack_price: '9' })
  const cap = { limit: '5', unit: 'credits', period: 'day' } as const
  for (let at = 0; at < 25; at += 1)
    await scrip.caps.put('team_many', 'member', `m${String(at).padStart(3, '0')}`, cap)
  const page = await openPage(world, { ...desktop, reducedMotion: 'reduce' })
  await page.goto(await linkTo(world, { account: 'team_many' }))
  const go = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await go('Spending caps')
  const caps = page.getByRole('list').filter({ hasText: 'm000' }).getByRole('listitem')
  await caps.nth(19).waitFor()
  await page.getByRole('button', { name: 'Show more' }).click()
  await caps.nth(24).waitFor()
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0)
  // One request a page, and none for each of what is on it.
  expect(asked.filter((path) => path.endsWith('/team_many/caps'))).toHaveLength(2)
  await page.getByRole('button', { name: 'Set a cap' }).click()
  await expect.poll(() => page.getByLabel('Member', { exact: true }).locator('option').count()).toBe(205)
  // Whoever wants nothing to move sees nothing move, not even for a moment.
  expect(await page.evaluate(MOVING)).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await go('Buy credits')
  await page.getByLabel('Credits', { exact: true }).selectOption('Door credits')
  await page.getByText('Packs of 10').waitFor()
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
