import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import {
  desktop,
  giveCard,
  linkTo,
  openPage,
  openPortalWorld,
  openTeam,
  type PortalWorld,
  phone,
} from './portal-world.ts'

const VISA = '4242424242424242'
const MASTERCARD = '5555555555554444'
const DECLINED = '4000000000000341'
const ASKS = '4000002760003184'
let world: PortalWorld

/** Prices are before taxes here, and 19 % come on top. */
beforeAll(async () => {
  world = await openPortalWorld({ SCRIP_STRIPE_TAX: 'on' })
  await world.tell('PUT', '/tax', { rate_bps: 1900, country: 'DE' })
  await world.scrip.creditTypes.create({ id: 'paper', name: 'Paper credits', unit_price: '0.5' })
  await world.scrip.plans.create({
    id: 'printers',
    name: 'Printers',
    credit_type: 'paper',
    pricing: { by: 'size', sizes: [{ credits: '100', month_price: '40' }] },
  })
  await world.scrip.plans.create({
    id: 'presses',
    name: 'Presses',
    credit_type: 'paper',
    pricing: { by: 'credit', month_unit_price: '0.4' },
  })
})

const available = async (account: string) => (await world.scrip.balances.get(account, 'paper')).available
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const line = (page: Page, card: string) => page.getByRole('listitem').filter({ hasText: card })
const isPaid = (page: Page) => heading(page, 'Thank you, it is paid').waitFor()

async function open(account: string, device: BrowserContextOptions = desktop): Promise<Page> {
  const page = await openPage(world, device)
  await page.goto(await linkTo(world, { account }))
  await heading(page, 'Overview').waitFor()
  return page
}

async function choose(page: Page, amount: string): Promise<void> {
  await go(page, 'Buy credits')
  await page.getByLabel('Credits', { exact: true }).selectOption('Paper credits')
  await page.getByLabel('Amount').fill(amount)
}

test('taxes that come on top are said before, and told after', async () => {
  const account = await openTeam(world, { id: 'team_taxed' }, VISA)
  const page = await open(account)
  await choose(page, '200')
  await page.getByText('Total before taxes').waitFor()
  await press(page, 'Pay $100.00 + tax')
  await isPaid(page)
  const main = page.getByRole('main')
  for (const money of ['$100.00', '$19.00', '$119.00'])
    await main.getByText(money, { exact: true }).first().waitFor()
  expect(await available(account)).toBe('200')
})

test('a saved card whose bank asks: confirmed in a tab beside, and seen by itself', async () => {
  const account = await openTeam(world, { id: 'team_asked' }, ASKS)
  const page = await open(account)
  await choose(page, '10')
  await press(page, 'Pay $5.00 + tax')
  await page.getByText('Your bank wants you to confirm this payment').waitFor()
  expect(await available(account)).toBe('0')
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Confirm with your bank' }).click()
  const bank = await opened
  await bank.getByRole('button', { name: 'Confirm with your bank' }).click()
  await bank.getByRole('button', { name: 'Confirm', exact: true }).click()
  await isPaid(page)
  expect(await available(account)).toBe('10')
})

test('a renewal that was declined is paid by a new card', async () => {
  const { scrip } = world
  const account = await openTeam(world, { id: 'team_due' }, VISA)
  await scrip.subscriptions.create(account, { plan: 'printers', seats: 2, credits_per_seat: '100' })
  const page = await open(account)
  await go(page, 'Payment methods')
  await press(page, 'Add a card')
  await giveCard(page, DECLINED)
  await line(page, 'Visa •••• 0341').getByText('Default').waitFor()
  await scrip.clock.advance(account, { advance: 'P1M' })

  await page.goto(`${world.url}/portal/`)
  await page.getByText('Past due').waitFor()
  await page.getByRole('link', { name: 'Pay what is due' }).click()
  await page.getByText('The renewal is not paid').waitFor()
  await press(page, 'Pay now')
  await page.getByText('The card was declined.').waitFor()
  await page.getByRole('link', { name: 'Change the card' }).click()
  await page.getByText('A renewal is not paid').waitFor()
  await press(page, 'Add a card')
  await giveCard(page, MASTERCARD)
  await line(page, 'Mastercard').getByText('Default').waitFor()
  await page.getByText('A renewal is not paid').waitFor({ state: 'detached' })
  await go(page, 'Subscription')
  await page.getByText('Active').waitFor()
  expect((await scrip.subscriptions.list(account).page()).items).toMatchObject([
    { status: 'active', bill: null },
  ])
})

test('an account with a commitment pays out of it, and is told where it does not suffice', async () => {
  const { scrip } = world
  const account = await openTeam(world, { id: 'team_committed', pays_with: 'commitment' })
  await scrip.grants.create(account, { credit_type: 'miu', amount: '60' })
  const page = await open(account)
  await choose(page, '300')
  await page.getByText('Taken from your commitment').waitFor()
  expect(await page.getByText('Pay with').count()).toBe(0)
  await page.getByText('Your commitment has $60.00 left.').waitFor()
  // What is loaded anew meanwhile and fails takes nothing away that is typed.
  const cards = ({ pathname }: URL) => pathname.endsWith('/payment-methods')
  const denial = { code: 'forbidden', title: 'Forbidden', detail: 'Not now.', status: 403 }
  await page.route(cards, (route) => route.fulfill({ status: 403, json: denial }))
  const denied = page.waitForResponse((response) => cards(new URL(response.url())))
  await press(page, 'Pay $150.00')
  await denied
  await page.unroute(cards)
  await page.getByRole('alert').getByText('There is not that much left of the commitment.').waitFor()
  await page.getByLabel('Amount').fill('100')
  await press(page, 'Pay $50.00')
  await isPaid(page)
  await page.getByText('From the commitment').waitFor()
  expect(await available(account)).toBe('100')
  expect((await scrip.balances.get(account, 'miu')).available).toBe('10')

  const keys = await loseAnswer(page, '/purchases')
  await choose(page, '4')
  await press(page, 'Pay $2.00')
  await page.getByText("We don't know yet whether this was bought").waitFor()
  await press(page, 'Drop it')
  await page.getByLabel('Amount').fill('2')
  await press(page, 'Pay $1.00')
  await isPaid(page)
  expect(new Set(keys).size).toBe(2)
})

test('on a telephone another card becomes the default, and one is removed', async () => {
  const { scrip } = world
  const account = await openTeam(world, { id: 'team_cards' }, VISA, MASTERCARD)
  const page = await open(account, phone)
  await go(page, 'Payment methods')
  await line(page, 'Mastercard').getByText('Default').waitFor()
  await press(page, 'Change Visa •••• 4242')
  await page.getByRole('menuitem', { name: 'Make default' }).click()
  await line(page, 'Visa').getByText('Default').waitFor()
  await line(page, 'Mastercard').getByText('Default').waitFor({ state: 'detached' })
  await press(page, 'Change Visa •••• 4242')
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByText('It is the default card').waitFor()
  await press(page, 'Keep it')
  await press(page, 'Change Mastercard •••• 4444')
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await press(page, 'Remove')
  await line(page, 'Mastercard').waitFor({ state: 'detached' })
  const { items } = await scrip.paymentMethods.list(account).page()
  expect(items).toMatchObject([{ last4: '4242', is_default: true }])
})

/** The call is done, and something in between answers in the server's place, the first time. Answers the keys that it came under. */
async function loseAnswer(page: Page, path: string): Promise<readonly string[]> {
  const keys: string[] = []
  await page.route(
    ({ pathname }) => pathname.endsWith(path),
    async (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      keys.push(route.request().headers()['idempotency-key'] ?? '')
      if (keys.length > 1) return route.continue()
      await route.fetch()
      await route.fulfill({ status: 200, contentType: 'text/html', body: '<p>Sign in to the network</p>' })
    },
  )
  return keys
}

test('where nobody knows whether it was bought, asking again buys nothing more', async () => {
  const { scrip } = world
  const account = await openTeam(world, { id: 'team_lost' }, VISA)
  const page = await open(account)
  const bought = await loseAnswer(page, '/purchases')
  await choose(page, '20')
  await press(page, 'Pay $10.00 + tax')
  await page.getByText("We don't know yet whether this was bought").waitFor()
  expect(await page.getByLabel('Amount').isDisabled()).toBe(true)
  await press(page, 'Check again')
  await isPaid(page)
  expect(await available(account)).toBe('20')

  const begun = await loseAnswer(page, '/subscriptions')
  await go(page, 'Subscription')
  await press(page, 'Subscribe to Presses')
  await page.getByLabel('Credits of each seat').fill('many')
  await page.getByText('Say how many, such as 250 or 12.5.').waitFor()
  expect(await page.getByText('A whole number from 1 on.').count()).toBe(0)
  await press(page, 'Cancel')
  await press(page, 'Subscribe to Printers')
  const subscribe = page.getByRole('button', { name: /^Subscribe for/ })
  await subscribe.click()
  await page.getByRole('dialog').getByRole('alert').waitFor()
  const again = page.getByRole('button', { name: 'Ask again' })
  expect(await again.isEnabled()).toBe(true)
  expect(await page.getByLabel('Credits of each seat').isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await press(page, 'Subscribe to Printers')
  await page.getByText("We don't know yet whether what you asked for before was done").waitFor()
  // Whatever is filled in by now.
  await page.getByLabel('Seats').fill('')
  expect(await page.getByRole('button', { name: 'Continue to payment' }).isDisabled()).toBe(true)
  await again.click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('Active').waitFor()
  for (const keys of [bought, begun]) expect([keys.length, new Set(keys).size]).toEqual([2, 1])
  expect((await scrip.purchases.list(account).page()).items).toHaveLength(2)
  expect((await scrip.subscriptions.list(account).page()).items).toHaveLength(1)
})
