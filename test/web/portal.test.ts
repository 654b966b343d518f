import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  desktop,
  giveCard,
  linkTo,
  openPage,
  openPortalWorld,
  type PortalWorld,
  phone,
} from './portal-world.ts'

let world: PortalWorld

beforeAll(async () => {
  world = await openPortalWorld()
  const { scrip } = world
  await scrip.creditTypes.create({ id: 'story', name: 'Story credits', unit_price: '0.5' })
  await scrip.plans.create({
    id: 'tellers',
    name: 'Tellers',
    credit_type: 'story',
    pricing: { by: 'size', sizes: [{ credits: '100', month_price: '40' }] },
  })
})

async function openAccount(id: string): Promise<string> {
  const { scrip } = world
  await scrip.accounts.create({ id, kind: 'team', name: 'Story tellers' })
  for (const member of ['ada', 'grace', 'linus'])
    await scrip.members.add(id, { id: member, email: `${member}@example.com`, role: 'member' })
  return id
}

const available = async (account: string) => (await world.scrip.balances.get(account, 'story')).available
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click()

async function choose(page: Page, amount: string): Promise<void> {
  await go(page, 'Buy credits')
  await page.getByLabel('Credits', { exact: true }).selectOption('Story credits')
  await page.getByLabel('Amount').fill(amount)
}

describe.each([
  ['a desktop', desktop, 'team_desktop'],
  ['a telephone', phone, 'team_phone'],
] as const)('on %s', (_name, device, account) => {
  test('a buyer sees, buys, buys again, is declined, finds the invoice and changes the seats', async () => {
    await openAccount(account)
    const page = await openPage(world, device)
    await page.goto(await linkTo(world, { account }))
    await heading(page, 'Overview').waitFor()
    expect(page.url()).not.toContain('session')
    await page.getByText('No credits yet').waitFor()

    await choose(page, '200')
    await page.getByRole('definition').getByText('$100.00').first().waitFor()
    await page.getByRole('button', { name: 'Continue to payment' }).click()
    await giveCard(page, '4242424242424242')
    await heading(page, 'Thank you, it is paid').waitFor()
    expect(page.url()).toContain('/portal/purchases/pur_')
    expect(await available(account)).toBe('200')

    await choose(page, '1,000.5')
    await page.getByRole('radio', { name: /Visa •••• 4242/ }).waitFor()
    await page.getByRole('button', { name: 'Pay $500.25' }).click()
    await heading(page, 'Thank you, it is paid').waitFor()
    await page.getByText('1,200.5', { exact: true }).last().waitFor()

    await choose(page, '50')
    await page.getByRole('button', { name: 'Another card' }).click()
    await giveCard(page, '4000000000000341')
    await page.getByRole('radio', { name: /0341/, checked: true }).waitFor()
    expect(await page.getByLabel('Amount').inputValue()).toBe('50')
    await page.getByRole('button', { name: 'Pay $25.00' }).click()
    await page.getByRole('alert').getByText('Your card was declined').first().waitFor()
    expect(await available(account)).toBe('1200.5')
    await page.getByRole('radio', { name: /4242/ }).check()
    await page.getByRole('button', { name: 'Pay $25.00' }).click()
    await heading(page, 'Thank you, it is paid').waitFor()
    expect(await available(account)).toBe('1250.5')

    await go(page, 'Invoices')
    const invoice = page.getByRole('row', { name: /50 Story credits.*Paid/ })
    await invoice.getByText('$25.00').waitFor()
    const pdf = await page.request.get(
      String(await invoice.getByRole('link', { name: /PDF/ }).getAttribute('href')),
    )
    expect(pdf.headers()['content-type']).toBe('application/pdf')

    await seats(page, account)
    const paid = await world.scrip.purchases.list(account, { limit: 100 }).page()
    expect(paid.items.filter(({ state }) => state === 'paid')).toHaveLength(5)
    expect(paid.items.filter(({ state }) => state === 'failed')).toHaveLength(1)
  })
})

/** Two seats are subscribed to, one more is bought, and one goes to somebody else. */
async function seats(page: Page, account: string): Promise<void> {
  await go(page, 'Subscription')
  await page.getByRole('button', { name: 'Subscribe to Tellers' }).click()
  await page.getByRole('spinbutton', { name: 'Seats' }).fill('2')
  await page.getByRole('button', { name: 'Subscribe for $80.00' }).click()
  await page.getByText('2 taken, 0 free').waitFor()
  const seatOf = (member: string) => page.getByRole('row', { name: new RegExp(`^${member}@`) })
  await seatOf('linus').getByText('No seat').waitFor()

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('spinbutton', { name: 'Seats' }).fill('3')
  // There is no other plan to choose.
  expect(await page.getByRole('combobox', { name: 'Plan' }).count()).toBe(0)
  await page.getByText('It takes effect as soon as it is paid').waitFor()
  await page.getByRole('button', { name: 'Pay $40.00 and change' }).click()
  await page.getByText('3 taken, 0 free').waitFor()

  await page.getByRole('button', { name: 'The seat of grace@example.com' }).click()
  await page.getByRole('menuitem', { name: 'Take the seat' }).click()
  await page.getByText('2 taken, 1 free').waitFor()
  await page.getByRole('button', { name: 'The seat of ada@example.com' }).click()
  await page.getByRole('menuitem', { name: 'Move to another member' }).click()
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await seatOf('ada').getByText('No seat').waitFor()
  const [subscription] = (await world.scrip.subscriptions.list(account).page()).items
  const taken = (await world.scrip.seats.list(account, String(subscription?.id)).page()).items
  expect(taken.map(({ member }) => member).sort()).toEqual(['grace', 'linus', null])
}
