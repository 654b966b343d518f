import type { AddPaymentMethodBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class PaymentMethods extends Resource {
  list(account: string, options?: CallOptions) {
    return this.pages('list_payment_methods', { params: { account } }, options)
  }

  /** Opens a hosted page where the buyer saves a card. */
  add(account: string, body: AddPaymentMethodBody, options?: CallOptions) {
    return this.call('add_payment_method', { params: { account }, body }, options)
  }

  setDefault(account: string, paymentMethod: string, options?: CallOptions) {
    return this.call(
      'set_default_payment_method',
      { params: { account, payment_method: paymentMethod } },
      options,
    )
  }

  remove(account: string, paymentMethod: string, options?: CallOptions) {
    return this.call('remove_payment_method', { params: { account, payment_method: paymentMethod } }, options)
  }
}
