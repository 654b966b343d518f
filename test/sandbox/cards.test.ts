import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { answerBank, failure, useWorld } from './world.ts'

const world = useWorld()

const card = (number: string, more = {}) =>
  world.stripe.paymentMethods.create({
    type: 'card',
    card: { number, exp_month: 12, exp_year: 2034, cvc: number.startsWith('37') ? '1234' : '123', ...more },
  })

const pay = (payment_method: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  world.stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    payment_method,
    allowed_payment_method_types: ['card'],
    confirm: true,
    return_url: 'http://shop.test/back',
    ...more,
  })

describe('test cards', () => {
  test.each([
    ['4242424242424242', 'visa'],
    ['5555555555554444', 'mastercard'],
    ['378282246310005', 'amex'],
  ])('%s is paid', async (number, brand) => {
    const method = await card(number)
    expect(method.card).toMatchObject({ brand, last4: number.slice(-4) })
    expect(await pay(method.id)).toMatchObject({ status: 'succeeded', amount_received: 2000 })
  })

  test.each([
    ['4000000000000002', 'pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['4000000000000002', 'pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    [
      '4000000000009995',
      'pm_card_visa_chargeDeclinedInsufficientFunds',
      'card_declined',
      'insufficient_funds',
    ],
    ['4000000000000069', 'pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['4000000000000119', 'pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
  ])('%s is declined, and so is %s', async (number, token, code, decline_code) => {
    for (const method of [(await card(number)).id, token]) {
      const error = await failure(pay(method))
      expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
      expect(error).toMatchObject({ code, decline_code, statusCode: 402 })
      expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method', payment_method: null })
      expect(error.payment_intent?.last_payment_error).toMatchObject({ code, decline_code })
      const charge = await world.stripe.charges.retrieve(error.charge ?? '')
      expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code, amount_captured: 0 })
    }
    const customer = await world.stripe.customers.create({})
    const attaching = world.stripe.paymentMethods.attach(token, { customer: customer.id })
    expect(await failure(attaching)).toMatchObject({ code })
    expect((await world.stripe.customers.listPaymentMethods(customer.id)).data).toEqual([])
  })

  test('4000 0000 0000 0341 is saved, and declined when it is charged', async () => {
    const customer = await world.stripe.customers.create({})
    const method = await world.stripe.paymentMethods.attach((await card('4000000000000341')).id, {
      customer: customer.id,
    })
    expect(method.customer).toBe(customer.id)
    expect(await failure(world.charge(500, customer.id, method.id))).toMatchObject({ code: 'card_declined' })
  })

  test.each([
    [{ number: '4242424242424241' }, 'incorrect_number'],
    [{ number: '1234' }, 'invalid_number'],
    [{ exp_month: 13 }, 'invalid_expiry_month'],
    [{ exp_year: 2019 }, 'invalid_expiry_year'],
    [{ cvc: '99' }, 'invalid_cvc'],
    [{ number: '4111111111111111' }, 'card_declined'],
  ])('%j is no card', async (wrong, code) => {
    expect(await failure(card('4242424242424242', wrong))).toMatchObject({ code, statusCode: 402 })
  })
})

describe('3-D Secure', () => {
  test.each(['4000002500003155', '4000000000003220'])(
    '%s asks the buyer, and is then paid',
    async (number) => {
      const asked = await pay((await card(number)).id)
      expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } })
      const { url } = asked.next_action?.redirect_to_url ?? {}
      expect(await (await fetch(url ?? '')).text()).toContain('$20.00')
      const back = await answerBank(url, 'confirm')
      expect(back).toMatch(/^http:\/\/shop\.test\/back\?payment_intent=pi_.*redirect_status=succeeded$/)
      const paid = await world.stripe.paymentIntents.retrieve(asked.id, { expand: ['latest_charge'] })
      expect(paid.status).toBe('succeeded')
      const { payment_method_details } = paid.latest_charge as Stripe.Charge
      expect(payment_method_details?.card?.three_d_secure?.result).toBe('authenticated')
    },
  )

  test('is refused by the buyer: nothing is charged', async () => {
    const asked = await pay('pm_card_threeDSecure2Required')
    const back = await answerBank(asked.next_action?.redirect_to_url?.url, 'refuse')
    expect(back).toContain('redirect_status=failed')
    const failed = await world.stripe.paymentIntents.retrieve(asked.id)
    expect(failed).toMatchObject({ status: 'requires_payment_method', latest_charge: null })
    expect(failed.last_payment_error?.code).toBe('payment_intent_authentication_failure')
    const again = await world.stripe.paymentIntents.confirm(asked.id, {
      payment_method: 'pm_card_visa',
      return_url: 'http://shop.test/back',
    })
    expect(again.status).toBe('succeeded')
  })

  test('fails while the buyer is away, unless the card was set up', async () => {
    const { customer, method } = await world.customerWith('pm_card_authenticationRequiredOnSetup')
    const error = await failure(world.charge(500, customer.id, method.id))
    expect(error).toMatchObject({ code: 'authentication_required', decline_code: 'authentication_required' })
    const setup = await world.stripe.setupIntents.create({
      customer: customer.id,
      payment_method: method.id,
      confirm: true,
      return_url: 'http://shop.test/saved',
    })
    expect(setup.status).toBe('requires_action')
    const back = await answerBank(setup.next_action?.redirect_to_url?.url, 'confirm')
    expect(back).toContain('setup_intent=seti_')
    expect((await world.stripe.setupIntents.retrieve(setup.id)).status).toBe('succeeded')
    expect(await world.charge(500, customer.id, method.id)).toMatchObject({ status: 'succeeded' })
  })
})

describe('a payment method', () => {
  test('belongs to its customer alone', async () => {
    const { method } = await world.customerWith()
    const other = await world.stripe.customers.create({})
    expect(await failure(world.charge(500, other.id, method.id))).toMatchObject({ code: 'resource_missing' })
    expect((await failure(pay(method.id))).message).toContain('attached to a customer')
  })

  test('is used once without a customer, and no more after it was detached', async () => {
    const { id } = await card('4242424242424242')
    await pay(id)
    expect(await failure(pay(id))).toMatchObject({ code: 'payment_method_unexpected_state' })
    const { customer, method } = await world.customerWith()
    await world.stripe.paymentMethods.detach(method.id)
    const left = await world.stripe.customers.retrieve(customer.id)
    expect(left).toMatchObject({ invoice_settings: { default_payment_method: null } })
    expect(
      (await failure(world.stripe.paymentMethods.attach(method.id, { customer: customer.id }))).statusCode,
    ).toBe(400)
  })
})

test('an intent is authorized, captured in part, cancelled', async () => {
  const held = await pay('pm_card_visa', { capture_method: 'manual' })
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2000, amount_received: 0 })
  const captured = await world.stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 })
  expect(captured).toMatchObject({ status: 'succeeded', amount_received: 1500 })
  expect((await failure(world.stripe.paymentIntents.cancel(held.id))).code).toBe(
    'payment_intent_unexpected_state',
  )
  const open = await world.stripe.paymentIntents.create({ amount: 100, currency: 'usd' })
  const cancelled = await world.stripe.paymentIntents.cancel(open.id, { cancellation_reason: 'abandoned' })
  expect(cancelled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' })
})

test('what is too little is refused', async () => {
  expect(await failure(pay('pm_card_visa', { amount: 49 }))).toMatchObject({
    code: 'amount_too_small',
    param: 'amount',
  })
})
