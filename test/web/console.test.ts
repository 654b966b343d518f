import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../harness/browser.ts'
import { buyFor, failRefund, openAcme, saveCard, subscribeNeo } from './console-demo.ts'
import { type ConsoleServer, DESKTOP, openSignedIn, PHONE, startDemo } from './console-server.ts'
import { holdAnswers, unansweredTests } from './console-unanswered.ts'

let browser: Browser
let server: ConsoleServer

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openBrowser(), startDemo()])
  await openAcme(server.demo, server.call)
})

/** The way around is beside the page; on a telephone it comes when it is asked for. */
async function goTo(page: Page, place: string, isSmall: boolean): Promise<void> {
  if (isSmall) await page.getByRole('button', { name: 'Open the menu' }).click()
  await page
    .getByRole('navigation', { name: 'Console' })
    .getByRole('link', { name: place, exact: true })
    .click()
}

const available = async (credit_type: string): Promise<string> =>
  (await server.call('GET', `/v1/accounts/team_acme/balances/${credit_type}`)).available

test.each([
  ['a desk', DESKTOP, 'agent', 'Agent credits'],
  ['a telephone', PHONE, 'gateway', 'Gateway credits'],
])(
  'at %s the operator finds an account, reads a purchase, refunds a part of it, and sees the balance fall',
  async (_at, viewport, type, name) => {
    await buyFor(server.call, 'team_acme', type, '120')
    const page = await openSignedIn(browser, server.demo, viewport)
    await page.goto(`${server.demo.base_url}/console/`)
    await goTo(page, 'Accounts', viewport === PHONE)
    await page.getByRole('link', { name: 'Neo demo' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('acme rob')
    await page.getByRole('link', { name: 'Neo demo' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Acme Robotics' }).click()
    const wallet = page.getByRole('region', { name, exact: true })
    await wallet.getByText('120').first().waitFor()

    await page.getByRole('link', { name: 'Purchases', exact: true }).last().click()
    // Until the page is there, the one before it shows a grant of the same name.
    const list = page.getByRole('table', { name: 'Purchases' })
    await list.getByRole('link', { name: `120 ${name}` }).click()
    await page.getByRole('heading', { level: 1, name: `120 ${name}` }).waitFor()
    const story = page.getByRole('region', { name: 'What happened' }).getByRole('listitem')
    expect(await story.allInnerTexts()).toEqual([
      expect.stringContaining('Pending'),
      expect.stringContaining('Charging'),
      expect.stringContaining('Paid'),
    ])

    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Refund the purchase' })
    await dialog.getByText('Gives $120.00 back to the card and takes 120').waitFor()
    await dialog.getByLabel('Amount in USD').fill('200')
    await dialog.getByText('At most $120.00 are left to refund.').waitFor()
    await dialog.getByLabel('Amount in USD').fill('30')
    await dialog.getByText('takes 30').waitFor()
    await dialog.getByLabel('Reason').fill('bought twice')
    await dialog.getByRole('button', { name: 'Refund $30.00' }).click()
    await dialog.waitFor({ state: 'detached' })
    await story.getByText('Partly refunded').waitFor()
    await page.getByRole('table', { name: 'Refunds' }).getByText('bought twice').waitFor()
    expect(await available(type)).toBe('90')

    await page.getByRole('link', { name: 'Acme Robotics' }).click()
    await page.getByRole('link', { name: 'Credits', exact: true }).click()
    await wallet.getByText('90', { exact: true }).first().waitFor()
  },
)

unansweredTests(() => [browser, server])

test('a search that was typed until the last moment does not call back who has gone on', async () => {
  const page = await openSignedIn(browser, server.demo)
  const opens = Promise.withResolvers<void>()
  await page.route(/\/account-[^/]+\.js$/, async (route) => {
    await opens.promise
    await route.continue()
  })
  await page.goto(`${server.demo.base_url}/console/accounts`)
  const found = page.getByRole('link', { name: 'Acme Robotics' })
  await found.waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('acme')
  await found.click()
  await new Promise((resolve) => setTimeout(resolve, 400))
  opens.resolve()
  await page.getByRole('heading', { level: 1, name: 'Acme Robotics' }).waitFor()
})

test('credits are taken with a reason, which the grant tells ever after', async () => {
  const { base_url } = server.demo
  await server.call('POST', '/v1/accounts', { id: 'team_over', kind: 'team', name: 'Over' })
  const given = { credit_type: 'agent', amount: '50' }
  const { id } = await server.call('POST', '/v1/accounts/team_over/grants', given)
  const page = await openSignedIn(browser, server.demo)
  await page.goto(`${base_url}/console/accounts/team_over`)
  await page.getByRole('button', { name: 'More to do with this account' }).click()
  await page.getByRole('menuitem', { name: 'Adjust…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Adjust the balance' })
  await dialog.getByText('Take credits').click()
  await dialog.getByLabel('Credit type').selectOption('agent')
  await dialog.getByLabel('Amount').fill('60')
  await dialog.getByText('At most 50: so much is left of the grant.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Take 60' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Amount').fill('20')
  await dialog.getByText('of which 50 are left').waitFor()
  const take = dialog.getByRole('button', { name: 'Take 20' })
  expect(await take.isDisabled()).toBe(true)
  await dialog.getByLabel('Reason').fill('given twice')
  await take.click()
  await dialog.waitFor({ state: 'detached' })
  const grant = await server.call('GET', `/v1/accounts/team_over/grants/${id}`)
  expect(grant.revocations).toMatchObject([{ revoked: '20', reason: 'given twice' }])
  await page.goto(`${base_url}/console/accounts/team_over/entries?grant=${id}`)
  await page.getByRole('table', { name: 'Taken back by hand' }).getByText('given twice').waitFor()
})

test('a refund that the bank sends back says why, beside why it was made', async () => {
  const { demo, call } = server
  await call('POST', '/v1/accounts', { id: 'team_closed', kind: 'team', name: 'Closed' })
  await saveCard(demo, call, 'team_closed', 'pm_card_pendingRefund')
  const { id } = await buyFor(call, 'team_closed', 'agent', '50')
  const purchase = `/v1/accounts/team_closed/purchases/${id}`
  await call('POST', `${purchase}/refunds`, { reason: 'left us' })
  await failRefund(demo)
  await expect.poll(async () => (await call('GET', purchase)).state).toBe('paid')
  const page = await openSignedIn(browser, demo)
  await page.goto(`${demo.base_url}/console/accounts/team_closed/purchases/${id}`)
  const refund = page.getByRole('table', { name: 'Refunds' }).getByRole('row').last()
  await refund.getByText('Failed: expired or canceled card').waitFor()
  expect(await refund.innerText()).toContain('left us')
})

test('seats are changed for what was said before, at once or at the renewal, with the reason kept', async () => {
  const { demo, call } = server
  await subscribeNeo(demo, call)
  const at = '/v1/accounts/neo_demo/subscriptions'
  const known = (await call('GET', at)).items[0]
  const now = () => call('GET', `${at}/${known.id}`)
  const page = await openSignedIn(browser, demo)
  await page.goto(`${demo.base_url}/console/accounts/neo_demo/subscription`)
  const ask = async (seats: string) => {
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await dialog.getByLabel('Seats').fill(seats)
  }
  const dialog = page.getByRole('dialog')
  await ask('4')
  await dialog.getByText('Due now, before taxes').waitFor()
  const charge = dialog.getByRole('button', { name: /^Charge \$[\d.,]+ and change$/ })
  await dialog.getByLabel('Reason').fill('they hired one')
  // It says so for a moment only.
  const told = page.getByText('The subscription is changed.').waitFor()
  await charge.click()
  await dialog.waitFor({ state: 'detached' })
  await told
  expect(await now()).toMatchObject({ seats: 4, pending: null })
  await page.getByRole('table', { name: 'What happened' }).getByText('“they hired one”').waitFor()

  await ask('1')
  await dialog.getByText('Who gives up their seat?').waitFor()
  const change = dialog.getByRole('button', { name: 'Change', exact: true })
  await dialog.getByText('It takes effect at the renewal').waitFor()
  expect(await change.isDisabled()).toBe(true)
  await dialog.getByLabel('linus').check()
  await change.click()
  await dialog.waitFor({ state: 'detached' })
  expect(await now()).toMatchObject({ seats: 4, pending: { seats: 1, demote: ['linus'] } })
  await page.getByText('A change waits for the renewal').waitFor()
  // It survives what comes at once.
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await dialog.getByLabel('Credits of each seat').selectOption('500')
  const beside = 'comes what waits for it: Neo, 1 seat of 500 credits a month, billed monthly.'
  await dialog.getByText(beside).waitFor()
  await charge.click()
  await dialog.waitFor({ state: 'detached' })
  const rest = { seats: 1, credits_per_seat: '500', demote: ['linus'] }
  expect(await now()).toMatchObject({ seats: 4, credits_per_seat: '500', pending: rest })
  await page.getByRole('button', { name: 'More to do with this subscription' }).click()
  await page.getByRole('menuitem', { name: 'Take the pending change back…' }).click()
  await dialog.getByRole('button', { name: 'Take the pending change back' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await now()).toMatchObject({ seats: 4, pending: null })
})

test('a plan is sold by the credit, by the month and by the year, with a bonus', async () => {
  const page = await openSignedIn(browser, server.demo)
  await page.goto(`${server.demo.base_url}/console/catalogue/plans`)
  await page.getByRole('button', { name: 'New plan' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Anything')
  await dialog.getByLabel('Id', { exact: true }).fill('plan_anything')
  await dialog.getByText('By the credit').click()
  const create = dialog.getByRole('button', { name: 'Create' })
  expect(await create.isDisabled()).toBe(true)
  await dialog.getByLabel('A credit, by the month').fill('0.01')
  await dialog.getByLabel('A credit, by the year').fill('0.0085')
  await dialog.getByLabel('First-month bonus').fill('-5')
  await create.click()
  await dialog.getByRole('alert').first().waitFor()
  await dialog.getByLabel('First-month bonus').fill('100')
  await create.click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('100 more in the first month').waitFor()
  expect(await server.call('GET', '/v1/plans/plan_anything')).toMatchObject({
    pricing: { by: 'credit', month_unit_price: '0.01', year_unit_price: '0.0085' },
    bonus: '100',
    days_until_due: 30,
  })
})

test('the secret of a key is shown once, and a refusal stands where it belongs', async () => {
  const page = await openSignedIn(browser, server.demo)
  await page.goto(`${server.demo.base_url}/console/accounts/team_acme/keys`)
  await page.getByRole('button', { name: 'Issue a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('staging')
  await dialog.getByLabel('Only for member').fill('nobody')
  await dialog.getByRole('button', { name: 'Issue', exact: true }).click()
  await dialog.getByRole('alert').getByText('nobody').waitFor()
  await dialog.getByLabel('Only for member').fill('linus')
  await dialog.getByRole('button', { name: 'Issue', exact: true }).click()
  const secret = await dialog.getByText(/^sk_/).innerText()
  await page.keyboard.press('Escape')

  const release = await holdAnswers(page, '/v1/keys')
  await page.getByRole('button', { name: 'Issue a key' }).click()
  await dialog.getByLabel('Name').fill('unseen')
  await dialog.getByRole('button', { name: 'Issue', exact: true }).click()
  await page.keyboard.press('Escape')
  const told = page.getByText('It was done after you closed this.').waitFor()
  release()
  await told
  await page.getByRole('button', { name: 'Issue a key' }).click()
  await dialog.getByRole('button', { name: 'Ask again' }).click()
  const unseen = await dialog.getByText(/^sk_/).innerText()
  const { items } = await server.call('GET', '/v1/keys?account=team_acme')
  const named = items.filter(({ name }: { readonly name: string }) => name === 'unseen')
  expect(named).toMatchObject([{ last_four: unseen.slice(-4) }])
  const me = await fetch(`${server.demo.base_url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } })
  expect(await me.json()).toMatchObject({ role: 'spender', account: 'team_acme', member: 'linus' })
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('table', { name: 'API keys' }).getByText('staging').waitFor()
  expect(await page.content()).not.toContain(secret)
})
