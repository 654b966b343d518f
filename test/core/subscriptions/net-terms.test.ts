import { describe, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { checkPayments } from '../../../src/core/purchases/check-payments.ts'
import { lookAgain } from '../../../src/core/purchases/look-again.ts'
import { OutcomeUnknown } from '../../../src/core/purchases/payments.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelAtPeriodEnd, payNow } from '../../../src/core/subscriptions/end.ts'
import { overview } from '../../../src/core/subscriptions/overview.ts'
import { presentOf } from '../../../src/core/subscriptions/present.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { DAY_MS, of, openDesk, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, present, billed, events, breaches } = await openDesk()

/** A subscription whose first invoice is paid. */
async function sent(account: string, interval: 'month' | 'year' = 'month'): Promise<Subscription> {
  await till.account(account)
  const id = `${account}_ada`
  const member = { account, id, email: `${id}@example.com`, role: 'member', status: 'active' } as const
  await store.once(null, Date.now(), async (registry) =>
    orRefuse(await addMember(registry, member, Date.now(), buying.ids)),
  )
  const wanted = wish(account)
  const request = { ...wanted, member: id, terms: { ...wanted.terms, interval } }
  const made = await subscribe(buying, { ...request, collection: 'send_invoice' }, Date.now())
  const { subscription } = orRefuse(made)
  expect(subscription).toMatchObject({ status: 'incomplete' })
  await pay(account, Date.now())
  return present(subscription)
}

/** The oldest invoice that waits is paid, and its news comes. */
async function pay(account: string, now: number): Promise<void> {
  const waiting = (await till.purchases(account)).filter(({ state }) => state === 'awaiting_checkout')
  const bill = waiting.at(-1)
  if (!bill) throw new Error('no invoice waits')
  await till.pay(bill.facts.page_url)
  await lookAgain(buying, bill, 'test', now)
}

const at = async (subscription: Subscription, now: number): Promise<Subscription> =>
  orRefuse(await advance(buying, subscription.account, subscription.id, now))

const left = async ({ account }: Subscription, now: number) =>
  (await overview(buying, account, 'gateway', now)).remaining_micro / 1_000_000n

describe('a renewal whose invoice is sent', () => {
  test('begins with that, and stays in force while the invoice is not overdue', async () => {
    const subscription = await sent('terms')
    const due = renewal(subscription)
    expect(await at(subscription, due)).toMatchObject({ status: 'active', month: 1, bill: null })
    expect(await billed('terms')).toEqual(['paid', 'awaiting_checkout'])
    expect(await left(subscription, due + 1)).toBe(100n)
    await pay('terms', due + 29 * DAY_MS)
    expect(await at(subscription, due + 30 * DAY_MS)).toMatchObject({ status: 'active', month: 1 })
    // The next one, which is due 30 days later, before the month after it has ended.
    const next = renewal(subscription, 2)
    expect(await at(subscription, next)).toMatchObject({ status: 'active', month: 2 })
    expect(await breaches()).toEqual([])
  })

  test('can be changed meanwhile', async () => {
    const subscription = await sent('changes')
    const now = renewal(subscription) + DAY_MS
    await at(subscription, now)
    const grown = orRefuse(await changeTerms(buying, wanted(subscription, 2), now))
    expect(grown).toMatchObject({ purchase: { state: 'awaiting_checkout', paying_by: 'invoice' } })
    // The renewal's comes first, and then that of the change.
    await pay('changes', now + DAY_MS)
    expect(await present(subscription)).toMatchObject({ terms: { seats: 1 }, bill: { kind: 'change' } })
    await pay('changes', now + DAY_MS)
    expect(await present(subscription)).toMatchObject({ terms: { seats: 2 }, bill: null })
    expect(orRefuse(await changeTerms(buying, wanted(subscription, 1), now + DAY_MS))).toMatchObject({
      subscription: { pending: { terms: { seats: 1 } } },
    })
    expect(await breaches()).toEqual([])
  })

  test('is past due without new credits once the invoice is, and goes on when it is paid', async () => {
    const subscription = await sent('overdue', 'year')
    const due = renewal(subscription, 12)
    await at(subscription, due)
    const grow = await changeTerms(buying, wanted(subscription, 2), due + DAY_MS)
    expect(isRefusal(grow)).toBe(false)
    const late = await at(subscription, due + 30 * DAY_MS)
    // What was to grow is given up.
    expect(late).toMatchObject({ status: 'past_due', month: 12, bill: null, due_at: due + 44 * DAY_MS })
    const then = due + 35 * DAY_MS
    expect(await at(subscription, then)).toMatchObject({ status: 'past_due', month: 12 })
    expect(await left(subscription, then)).toBe(0n)
    expect(await changeTerms(buying, wanted(subscription, 2), then)).toMatchObject({
      refused: 'subscription_not_active',
      detail: expect.stringContaining('Pay what is due first'),
    })
    expect(await payNow(buying, of(subscription), then)).toMatchObject({ refused: 'payment_pending' })
    await pay('overdue', then)
    expect(await at(subscription, then)).toMatchObject({ status: 'active', month: 13, bill: null })
    expect(await left(subscription, then + 1)).toBe(100n)
    expect((await events(subscription)).slice(-4)).toEqual([
      'change_failed',
      'payment_failed',
      'invoice_settled',
      'month_granted',
    ])
    expect(await breaches()).toEqual([])
  })

  test('ends two weeks after the invoice was due, also where a server died in between', async () => {
    const subscription = await sent('never_paid')
    const due = renewal(subscription)
    await at(subscription, due)
    await at(subscription, due + 30 * DAY_MS)
    const died = () => Promise.reject(new Error('died'))
    const dying = { ...buying, store: { ...store, once: died } }
    const last = due + 44 * DAY_MS
    await expect(advance(dying, 'never_paid', subscription.id, last)).rejects.toThrow('died')
    expect(await billed('never_paid')).toEqual(['paid', 'expired'])
    expect(await at(subscription, last + DAY_MS)).toMatchObject({ status: 'canceled' })
    expect(await breaches()).toEqual([])
  })

  test('goes on where its sender takes the invoice back in time', async () => {
    const subscription = await sent('taken_back')
    const due = renewal(subscription)
    await at(subscription, due)
    const [bill] = await till.purchases('taken_back')
    if (!bill) throw new Error('it was not billed')
    await till.stripe.invoices.voidInvoice(String(bill.facts.invoice?.id))
    await lookAgain(buying, bill, 'test', due + DAY_MS)
    expect(await billed('taken_back')).toEqual(['paid', 'expired'])
    const next = renewal(subscription, 2)
    expect(await at(subscription, next)).toMatchObject({ status: 'active', month: 2 })
  })

  test('is past due where there is no address to send it to, and tried again on its days', async () => {
    const subscription = await sent('unreachable')
    const due = renewal(subscription)
    const reaches = async (email: string | null) => {
      const id = 'unreachable_ada'
      const member = await store.registry.member('unreachable', id)
      if (!member) throw new Error('who subscribes is gone')
      await store.once(null, Date.now(), async (registry) => {
        await registry.updateMember({ ...member, email })
        return {}
      })
    }
    const customer = String(await store.registry.customer('unreachable'))
    await till.stripe.customers.update(customer, { email: '' })
    await reaches(null)
    const waiting = { status: 'past_due', attempts: 1, bill: null, due_at: due + DAY_MS }
    expect(await at(subscription, due)).toMatchObject(waiting)
    expect(await payNow(buying, of(subscription), due + 1000)).toMatchObject({ subscription: waiting })
    await reaches('ada@unreachable.example')
    const begun = { status: 'active', month: 1, attempts: 0 }
    expect(await at(subscription, due + DAY_MS)).toMatchObject(begun)
    expect(await billed('unreachable')).toEqual(['paid', 'awaiting_checkout'])
    // Nobody can be sent anything at Stripe any more.
    const next = renewal(subscription, 2)
    await pay('unreachable', next - DAY_MS)
    await till.stripe.customers.del(customer)
    const seen: string[] = []
    for (const days of [0, 1, 3, 7]) seen.push((await at(subscription, next + days * DAY_MS)).status)
    expect(seen).toEqual(['past_due', 'past_due', 'past_due', 'canceled'])
    expect(await billed('unreachable')).toEqual(['paid', 'paid'])
  })

  test('is owed for a month that was had, though the subscription ends', async () => {
    const subscription = await sent('ends')
    const due = renewal(subscription)
    await at(subscription, due)
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), due + DAY_MS))
    expect(await left(subscription, due + DAY_MS)).toBe(100n)
    const end = renewal(subscription, 2)
    expect(await at(subscription, end)).toMatchObject({ status: 'canceled' })
    await checkPayments(buying, end + DAY_MS)
    expect(await billed('ends')).toEqual(['paid', 'awaiting_checkout'])
    await checkPayments(buying, due + 45 * DAY_MS)
    expect(await billed('ends')).toEqual(['paid', 'expired'])
    expect(await breaches()).toEqual([])
  })
})

test('is shown as it was left where nobody answers, and not where something fails', async () => {
  const subscription = await sent('shown')
  const failing = (error: Error): Buying => {
    const standing = { value: () => Promise.reject(error) }
    const registry = { value: Object.create(store.registry, { standing }) }
    return { ...buying, store: Object.create(store, { registry }) }
  }
  const now = Date.now()
  for (const away of [new OutcomeUnknown('no answer'), new Unavailable('away', 1)])
    expect(await presentOf(failing(away), subscription, now)).toBe(subscription)
  await expect(presentOf(failing(new Error('fails')), subscription, now)).rejects.toThrow('fails')
})
