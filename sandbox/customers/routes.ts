import type Stripe from 'stripe'
import { missing } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post, remove } from '../http/route.ts'
import { oneOf, takes, text, unsimulatedAll } from '../http/shape.ts'
import { attach, detach } from '../payment-methods/attach.ts'
import { methodOf } from '../payment-methods/method.ts'
import { changeCustomer, changeShape, differences } from './change.ts'
import { bury, customerOf, newCustomer } from './customer.ts'

const create = takes<Stripe.CustomerCreateParams>()({
  ...changeShape,
  payment_method: text,
  ...unsimulatedAll('tax_id_data', 'test_clock'),
})
const update = takes<Stripe.CustomerUpdateParams>()({ ...changeShape, ...unsimulatedAll('default_source') })
const listed = takes<Stripe.CustomerListParams>()({
  ...paging,
  ...createdWithin,
  email: text,
  ...unsimulatedAll('test_clock'),
})
const methods = takes<Stripe.CustomerListPaymentMethodsParams>()({
  ...paging,
  type: oneOf('card'),
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
})

export const customerRoutes = [
  post('/v1/customers', create, (work, { payment_method, ...params }) => {
    const customer = newCustomer(work)
    if (payment_method !== undefined) {
      const method = attach(work, methodOf(work, payment_method), customer)
      // A ready-made payment method becomes one of the customer's own, under another id.
      const settings = params.invoice_settings
      if (settings?.default_payment_method === payment_method) settings.default_payment_method = method.id
    }
    changeCustomer(work, customer, params)
    work.emit('customer.created', customer)
    return customer
  }),

  get('/v1/customers', listed, (work, params) =>
    page(work, 'customer', '/v1/customers', params, { where: { email: params.email, deleted: null } }),
  ),

  get('/v1/customers/:id', expand, ({ objects }, _params, id) => {
    const customer = objects.find('customer', id)
    if (customer === undefined) throw missing('customer', id)
    return customer
  }),

  post('/v1/customers/:id', update, (work, params, id) => {
    const customer = customerOf(work, id, 'id')
    const past = structuredClone(customer)
    changeCustomer(work, customer, params)
    const previous = differences(past, customer)
    if (Object.keys(previous).length > 0) work.emit('customer.updated', customer, previous)
    return customer
  }),

  remove('/v1/customers/:id', {}, (work, _params, id) => {
    const customer = customerOf(work, id, 'id')
    for (const method of work.objects.all('payment_method', { customer: id })) detach(work, method)
    work.emit('customer.deleted', customer)
    return bury(work, customer)
  }),

  get('/v1/customers/:id/payment_methods', methods, (work, params, id) => {
    const { type, allow_redisplay } = params
    const where = { customer: customerOf(work, id, 'id').id, type, allow_redisplay }
    return page(work, 'payment_method', `/v1/customers/${id}/payment_methods`, params, { where })
  }),
]
