import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { furnishAcme } from './portal-demo.ts'
import { looksRight } from './portal-looks.ts'
import { desktop, linkTo, openPage, openPortalWorld, type PortalWorld, settled } from './portal-world.ts'

let world: PortalWorld
const account = 'team_acme'

beforeAll(async () => {
  world = await openPortalWorld()
  await furnishAcme(world.scrip, 3)
})

async function openPortal(member?: string, locale = 'en-US'): Promise<Page> {
  const page = await openPage(world, { ...desktop, locale })
  await page.goto(await linkTo(world, { account, ...(member && { member }) }))
  await settled(page)
  return page
}

test('every page can be read by everybody, in light, in dark and on a telephone', async () => {
  const { scrip, url } = world
  const [purchase] = (await scrip.purchases.list(account).page()).items
  const [debit] = (await scrip.debits.list(account, { credit_type: 'acme_agent' }).page()).items
  const page = await openPortal()
  const ids = [`/purchases/${purchase?.id}`, `/usage/${debit?.id}`]
  const paths = [
    '/',
    '/buy',
    '/usage',
    '/ledger',
    '/subscription',
    '/caps',
    '/purchases',
    '/invoices',
    ...ids,
  ]
  for (const path of [...paths, '/payment-methods', '/nowhere']) {
    await page.goto(`${url}/portal${path}`)
    await looksRight(page, path)
  }
  await page.goto(`${url}/portal/subscription`)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('That is what you have').waitFor()
  await looksRight(page, 'the dialog')
})

/** Goes there by the tabulator, as somebody without a pointer does. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  const names =
    "[document.activeElement.textContent, document.activeElement.labels?.[0]?.textContent].join(' ')"
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    if (text.test(String(await page.evaluate(names)))) return
  }
  throw new Error(`the tabulator never comes to ${text}`)
}

test('a purchase takes no pointer', async () => {
  const page = await openPortal()
  await tabTo(page, /^Skip to content/)
  await tabTo(page, /^Buy credits/)
  await page.keyboard.press('Enter')
  await page.getByLabel('Credits', { exact: true }).waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main')
  await tabTo(page, /Credits$/)
  await page.keyboard.type('Sea')
  await tabTo(page, /Any amount/)
  await page.keyboard.press('ArrowDown')
  await tabTo(page, /Packs$/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('3')
  await page.getByRole('button', { name: 'Pay $24.00' }).waitFor()
  await tabTo(page, /^Pay \$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  await page.getByText('1,500 Search credits were added.').waitFor()
})

test('an answer that is lost, a second click and a reload buy once', async () => {
  const { scrip } = world
  const page = await openPortal()
  const bought = async () =>
    (await scrip.purchases.list(account, { limit: 100 }).page()).items.filter((one) => one.amount === '77')
  const posts = (url: URL) => url.pathname.endsWith('/purchases')
  const begin = async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Buy credits' }).click()
    await page.getByRole('textbox', { name: 'Amount' }).fill('77')
    await page.getByRole('button', { name: 'Pay $3.85' }).dblclick()
  }
  let lost = 0
  await page.route(posts, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.fallback()
    lost += 1
    await route.fetch()
    await route.abort()
  })
  await begin()
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  expect(lost).toBe(1)
  expect(await bought()).toHaveLength(1)

  const arrived = Promise.withResolvers<void>()
  await page.route(posts, async (route) => {
    if (route.request().method() !== 'POST' || lost > 1) return route.fallback()
    lost += 1
    await route.fetch()
    arrived.resolve()
  })
  await begin()
  await arrived.promise
  await page.reload()
  await page.getByRole('button', { name: 'Finish paying $3.85' }).click()
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  expect(await bought()).toHaveLength(2)
})

test('what was left before it arrived is not sent by itself, and is gone after its time or by another link', async () => {
  const { scrip, url } = world
  const page = await openPortal()
  const posts: string[] = []
  const begun = Promise.withResolvers<void>()
  await page.route(
    ({ pathname }) => pathname.endsWith('/purchases'),
    (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      posts.push(route.request().headers()['idempotency-key'] ?? '')
      begun.resolve()
      return posts.length === 1 ? undefined : route.continue()
    },
  )
  const open = async (address = `${url}/portal/buy`) => {
    await page.goto(address)
    await settled(page)
  }
  const left = page.getByText('An earlier purchase of 31 Agent credits for $1.55 may not have gone through')
  const leave = (intent: object) =>
    page.evaluate(`sessionStorage.setItem('scrip.intent', ${JSON.stringify(JSON.stringify(intent))})`)
  await open()
  await page.getByRole('textbox', { name: 'Amount' }).fill('31')
  await page.getByRole('button', { name: 'Pay $1.55' }).click()
  await begun.promise
  const intent = JSON.parse(String(await page.evaluate("sessionStorage.getItem('scrip.intent')")))

  await open()
  await left.waitFor()
  expect(await page.getByRole('button', { name: /^Pay/ }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Drop it' }).click()
  await left.waitFor({ state: 'detached' })
  await open()
  expect(await left.count()).toBe(0)

  await leave({ ...intent, at: intent.at - 16 * 60_000 })
  await open()
  expect(await left.count()).toBe(0)

  await leave(intent)
  await open(await linkTo(world, { account }))
  await open()
  expect(await left.count()).toBe(0)

  await leave(intent)
  await open()
  await left.waitFor()
  expect(posts).toHaveLength(1)
  await page.getByRole('button', { name: 'Finish paying $1.55' }).click()
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  expect(posts).toEqual([intent.key, intent.key])
  const { items } = await scrip.purchases.list(account, { limit: 100 }).page()
  expect(items.filter(({ amount }) => amount === '31')).toHaveLength(1)
})

test('nobody pays another price than the button says, in whatever language the browser is', async () => {
  const { scrip } = world
  const page = await openPortal(undefined, 'de-DE')
  await page.getByRole('navigation').getByRole('link', { name: 'Buy credits' }).click()
  const amount = page.getByRole('textbox', { name: 'Amount' })
  await page.getByRole('button', { name: '10,000', exact: true }).click()
  await page.getByRole('button', { name: 'Pay $500.00' }).waitFor()
  await amount.fill('1,000')
  await page.getByRole('button', { name: 'Pay $50.00' }).waitFor()
  await amount.fill('41')
  const pay = page.getByRole('button', { name: 'Pay $2.05' })
  await pay.and(page.locator(':enabled')).waitFor()
  await scrip.creditTypes.update('acme_agent', { unit_price: '0.06' })
  await pay.click()
  await page.getByRole('alert').getByText('The price has changed').waitFor()
  await page.getByText('$0.06 each').waitFor()
  await page.getByRole('button', { name: 'Pay $2.46' }).click()
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  const { items } = await scrip.purchases.list(account, { limit: 100 }).page()
  expect(items.filter(({ amount }) => amount === '41')).toMatchObject([{ subtotal: '2.46' }])
})

test('caps are set, changed and removed; a subscription is changed, canceled and goes on', async () => {
  const { scrip } = world
  await scrip.caps.put(account, 'account', account, { limit: '900000', unit: 'credits', period: 'total' })
  const page = await openPortal()
  const go = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click()
  await go('Spending caps')
  // The one on the whole account is the product's, and shown without a button.
  await page.getByText(/used of 900,000 credits in all/).waitFor()
  await page.getByRole('button', { name: /^Change the cap of Project/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Change the cap of The whole account' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Set a cap' }).click()
  await page.getByLabel('Member', { exact: true }).selectOption('grace@acme.example')
  await page.getByLabel('Limit').fill('1,500')
  await page.getByRole('button', { name: 'Set the cap' }).click()
  await page.getByText(/used of 1,500 credits a month/).waitFor()
  expect((await scrip.caps.get(account, 'member', 'grace')).limit).toBe('1500')
  await page.getByRole('button', { name: 'Change the cap of grace@acme.example' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText(/used of 1,500 credits a month/).waitFor({ state: 'detached' })
  // With another currency beside it a sum of money is of neither.
  await scrip.caps.put(account, 'project', 'atlas', { limit: '700', unit: 'money', period: 'total' })
  await page.reload()
  await page.getByText(/ used of \$700.00 in all/).waitFor()
  await scrip.creditTypes.create({ id: 'acme_euro', name: 'Euro credits', unit_price: '1', currency: 'eur' })
  const next = { by: 'size' as const, sizes: [{ credits: '1000', month_price: '50' }] }
  await scrip.plans.create({ id: 'acme_next', name: 'Team Next', credit_type: 'acme_agent', pricing: next })
  await page.reload()
  await page.getByText(/ used of 700 worth of money in all/).waitFor()

  await go('Subscription')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('spinbutton', { name: 'Seats' }).fill('3')
  await page.getByRole('checkbox', { name: 'linus@acme.example' }).check()
  await page.getByText('It takes effect at the renewal').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  const pending = page.getByText('A change waits for the renewal')
  await pending.waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await pending.waitFor({ state: 'detached' })
  // As many seats of another plan wait for its price as well.
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('combobox', { name: 'Plan' }).selectOption('Team Next')
  await page.getByRole('dialog').getByText('From then on $200.00 a month').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  await page.getByText(/: Team Next, 4 seats of 1,000 credits a month/).waitFor()
  await page.getByText(/\$200\.00 on/).waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await pending.waitFor({ state: 'detached' })
  // What waits survives a seat that is added at once.
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('Yearly', { exact: true }).click()
  await page.getByRole('dialog').getByText('From then on $1,600.00 a year').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  await page.getByText(/: 4 seats of 1,000 credits a month, billed yearly/).waitFor()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('spinbutton', { name: 'Seats' }).fill('5')
  const beside =
    'comes what waits for it: Team, 5 seats of 1,000 credits a month, billed yearly. From then on $2,000.00 a year'
  await page.getByRole('dialog').getByText(beside).waitFor()
  await page.getByRole('button', { name: /^Pay \$[\d.]+ and change$/ }).click()
  await page.getByText(/: 5 seats of 1,000 credits a month, billed yearly/).waitFor()
  expect((await scrip.subscriptions.list(account).page()).items).toMatchObject([
    { seats: 5, interval: 'month' },
  ])
  await page.getByRole('button', { name: 'Take it back' }).click()
  await pending.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await page.getByText('It is canceled').waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('It is canceled').waitFor({ state: 'detached' })
  const [subscription] = (await scrip.subscriptions.list(account).page()).items
  expect(subscription).toMatchObject({
    plan: 'acme_team',
    seats: 5,
    pending: null,
    cancel_at_period_end: false,
  })
})

test('how long it lasts is told to who sees what everybody burns', async () => {
  const lasts = (page: Page) => page.getByText(/^Lasts about/).first()
  await lasts(await openPortal()).waitFor()
  expect(await lasts(await openPortal('margaret')).count()).toBe(0)
})
