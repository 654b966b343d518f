import type Stripe from 'stripe'
import { missing } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get } from '../http/route.ts'
import { hash, oneOf, required, takes, text, unsimulatedAll } from '../http/shape.ts'

const payment = hash({
  type: required(oneOf('payment_intent')),
  payment_intent: text,
  ...unsimulatedAll('payment_record'),
})
const status = oneOf('canceled', 'open', 'paid')
const listed = takes<Stripe.InvoicePaymentListParams>()({
  ...paging,
  ...createdWithin,
  invoice: text,
  payment,
  status,
})

/** Which intent pays which invoice; neither names the other. */
export const invoicePaymentRoutes = [
  get('/v1/invoice_payments', listed, (work, { invoice, payment, status, ...params }) => {
    const where = { invoice, status, 'payment.payment_intent': payment?.payment_intent }
    return page(work, 'invoice_payment', '/v1/invoice_payments', params, { where })
  }),

  get('/v1/invoice_payments/:id', expand, ({ objects }, _params, id) => {
    const found = objects.find('invoice_payment', id)
    if (found === undefined) throw missing('invoice_payment', id)
    return found
  }),
]
