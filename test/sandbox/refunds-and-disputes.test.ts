import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { failure, useWorld } from './world.ts'

const world = useWorld()

async function paid(card = 'pm_card_visa', amount = 1000) {
  const { customer, method } = await world.customerWith(card)
  const intent = await world.charge(amount, customer.id, method.id)
  return { intent, charge: String(intent.latest_charge) }
}

describe('a refund', () => {
  test('comes in parts, and never to more than was paid', async () => {
    const { intent, charge } = await paid()
    const first = await world.stripe.refunds.create({
      payment_intent: intent.id,
      amount: 300,
      metadata: { a: 'b' },
      expand: ['balance_transaction'],
    })
    expect(first).toMatchObject({ amount: 300, status: 'succeeded', charge, metadata: { a: 'b' } })
    expect(first.balance_transaction).toMatchObject({ amount: -300, type: 'refund' })
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({
      amount_refunded: 300,
      refunded: false,
    })
    const greedy = world.stripe.refunds.create({ charge, amount: 701 })
    expect(await failure(greedy)).toMatchObject({ code: 'amount_too_large', param: 'amount' })
    await world.stripe.refunds.create({ charge })
    const whole = await world.stripe.charges.retrieve(charge, { expand: ['refunds'] })
    expect(whole).toMatchObject({ amount_refunded: 1000, refunded: true })
    expect(whole.refunds?.data.map(({ amount }) => amount)).toEqual([700, 300])
    expect(await failure(world.stripe.refunds.create({ charge }))).toMatchObject({
      code: 'charge_already_refunded',
    })
    await world.taken('charge.refunded')
    const told = world.events.filter(({ type }) => type === 'charge.refunded')
    expect(told.map(({ data }) => (data.object as Stripe.Charge).amount_refunded)).toEqual([300, 1000])
  })

  test.each([
    ['isk', 50_050, 'invalid_charge_amount_no_decimal_compatible'],
    ['ugx', 50_050, 'invalid_charge_amount_no_decimal_compatible'],
    ['kwd', 50_005, 'invalid_charge_amount'],
  ])('in %s is of whole steps, as the payment is', async (currency, amount, code) => {
    const { customer, method } = await world.customerWith('pm_card_visa')
    const pay = (amount: number) =>
      world.stripe.paymentIntents.create({
        ...{ amount, currency, customer: customer.id, payment_method: method.id },
        ...{ confirm: true, off_session: true, allowed_payment_method_types: ['card'] },
      })
    expect(await failure(pay(amount))).toMatchObject({ statusCode: 400, code, param: 'amount' })
    const { id } = await pay(60_000)
    const back = (amount: number) => world.stripe.refunds.create({ payment_intent: id, amount })
    expect(await failure(back(amount))).toMatchObject({ statusCode: 400, code, param: 'amount' })
    expect(await back(50_000)).toMatchObject({ amount: 50_000, status: 'succeeded' })
  })

  test('is made in the dashboard too', async () => {
    const { charge } = await paid()
    const refund = await world.tell<Stripe.Refund>('POST', '/refunds', { charge, amount: 250 })
    expect(await world.stripe.refunds.retrieve(refund.id)).toMatchObject({ amount: 250 })
    const { data } = await world.stripe.events.list({ type: 'refund.created', limit: 1 })
    expect(data[0]?.request).toEqual({ id: null, idempotency_key: null })
  })

  test('of a failed payment is refused', async () => {
    const { customer, method } = await world.customerWith('pm_card_chargeCustomerFail')
    const error = await failure(world.charge(500, customer.id, method.id))
    expect((await failure(world.stripe.refunds.create({ charge: error.charge ?? '' }))).statusCode).toBe(400)
  })
})

describe('a refund whose end comes later', () => {
  const close = (id: string, status: string) => world.tell('POST', `/refunds/${id}/close`, { status })
  const later = () => world.tell('POST', '/clock', { advance_seconds: 600 })

  test('waits on the card …7726, and succeeds', async () => {
    const { charge } = await paid('pm_card_pendingRefund')
    const refund = await world.stripe.refunds.create({ charge, amount: 300 })
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' })
    await later()
    expect(await world.stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'succeeded' })
    const { data } = await world.stripe.events.list({ type: 'refund.updated', limit: 1 })
    expect(data[0]?.data).toMatchObject({
      object: { id: refund.id },
      previous_attributes: { status: 'pending' },
    })
  })

  test('succeeds on the card …5126, fails, and the charge counts it no longer', async () => {
    const { charge } = await paid('pm_card_refundFail')
    const refund = await world.stripe.refunds.create({ charge })
    expect(refund.status).toBe('succeeded')
    await later()
    const failed = await world.stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] })
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: { amount: 1000, type: 'refund_failure' },
    })
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false })
    expect(await world.taken('refund.failed')).toContain('refund.updated')
    // The money can go back another time.
    expect((await world.stripe.refunds.create({ charge })).amount).toBe(1000)
  })

  test('is closed by hand, once', async () => {
    const { charge } = await paid()
    const { id } = await world.tell<Stripe.Refund>('POST', '/refunds', { charge, amount: 400, pending: true })
    expect((await world.stripe.refunds.retrieve(id)).status).toBe('pending')
    await expect(close(id, 'lost')).rejects.toThrow('status: one of')
    await close(id, 'canceled')
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0 })
    await expect(close(id, 'succeeded')).rejects.toThrow('is canceled')
  })
})

describe('a dispute', () => {
  const disputeOf = async (charge: string) => {
    const { data } = await world.stripe.disputes.list({ charge })
    return data[0] as Stripe.Dispute
  }

  test('follows at once on the card …0259, and takes the money', async () => {
    const { charge } = await paid('pm_card_createDispute')
    const dispute = await disputeOf(charge)
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 1000 })
    expect(dispute.balance_transactions).toMatchObject([{ amount: -1000, fee: 1500, net: -2500 }])
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ disputed: true, paid: true })
    expect(await failure(world.stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' })
    const types = await world.taken('charge.dispute.created', 'charge.dispute.funds_withdrawn')
    expect(types.indexOf('charge.succeeded')).toBeGreaterThanOrEqual(0)
  })

  test('is won, and the money comes back', async () => {
    const { charge } = await paid('pm_card_createDispute')
    const { id } = await disputeOf(charge)
    await world.tell('POST', `/disputes/${id}/close`, { status: 'won' })
    const won = await world.stripe.disputes.retrieve(id)
    expect(won.status).toBe('won')
    expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-1000, 1000])
    await expect(world.tell('POST', `/disputes/${id}/close`, { status: 'lost' })).rejects.toThrow(
      'already closed',
    )
    expect(await world.taken('charge.dispute.funds_reinstated')).toContain('charge.dispute.closed')
  })

  test('is lost when it is closed, or by its evidence', async () => {
    const first = await disputeOf((await paid('pm_card_createDispute')).charge)
    expect((await world.stripe.disputes.close(first.id)).status).toBe('lost')
    const second = await disputeOf((await paid('pm_card_createDispute')).charge)
    const evidence = { uncategorized_text: 'losing_evidence' }
    expect((await world.stripe.disputes.update(second.id, { evidence })).status).toBe('lost')
    const third = await disputeOf((await paid('pm_card_createDispute')).charge)
    const winning = await world.stripe.disputes.update(third.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    })
    expect(winning.status).toBe('won')
  })

  test('can be opened on any charge, for a part', async () => {
    const { intent, charge } = await paid()
    await world.tell('POST', '/disputes', { payment_intent: intent.id, amount: 400, reason: 'duplicate' })
    expect(await disputeOf(charge)).toMatchObject({ amount: 400, reason: 'duplicate' })
  })

  test('that is an inquiry moves no money', async () => {
    const { charge } = await paid('pm_card_createDisputeInquiry')
    const inquiry = await disputeOf(charge)
    expect(inquiry).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] })
    expect((await world.stripe.disputes.close(inquiry.id)).status).toBe('warning_closed')
  })
})
