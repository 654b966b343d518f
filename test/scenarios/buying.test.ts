import { beforeAll, describe, expect, test } from 'vitest'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { must } from '../harness/wire.ts'
import { entry, submit } from '../sandbox/world.ts'
import { tales } from './wires.ts'

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open({ keep: true })
})

describe.each(Object.entries(tales))('buying, as %s tells it', (_name, tale) => {
  test('first purchase, second purchase, decline, spend, refund', async () => {
    const { account, credit_type, amount } = tale
    const balance = () => shop.available(account, credit_type)
    const buyer = await tale.open(shop)

    const first = await tale.first(buyer, shop)
    expect([first.status, first.body]).toEqual(tale.firstWire)
    const page = tale.page(first)
    if (page) {
      expect(await balance()).toBe('0')
      expect((await submit(page, entry('4242 4242 4242 4242'))).status).toBe(303)
    }
    await until('the first credits', async () => (await balance()) === String(amount))

    const second = await tale.second(buyer)
    expect([second.status, second.body]).toEqual(tale.secondWire)
    expect(await balance()).toBe(String(2 * amount))

    const good = (await shop.charges(account))[0]?.payment_method as string
    await shop.card(account, 'pm_card_chargeCustomerFail')
    const declined = await tale.second(buyer)
    expect([declined.status, declined.body]).toEqual(tale.declineWire)
    expect(await balance()).toBe(String(2 * amount))
    const customer = await shop.customerOf(account)
    await shop.stripe.customers.update(customer, { invoice_settings: { default_payment_method: good } })

    // A quarter of what was bought.
    const spent = await tale.spend(buyer, shop)
    expect([spent.status, spent.body]).toEqual(tale.spendWire)
    expect(await balance()).toBe(String(1.5 * amount))

    const [charge] = await shop.charges(account)
    await shop.tell('POST', '/refunds', { charge: charge?.id, amount: (charge?.amount ?? 0) / 2 })
    await until('the credits to go back', async () => (await balance()) === String(amount))
    const after = await tale.refunded(buyer, shop, second)
    expect([after.status, after.body]).toEqual(tale.refundedWire)

    expect(await shop.charges(account)).toHaveLength(2)
    await must(shop.operator('GET', `/v1/accounts/${account}/entries`))
    await shop.audit()
  })
})
