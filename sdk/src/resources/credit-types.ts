import type { CreateCreditTypeBody, UpdateCreditTypeBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class CreditTypes extends Resource {
  create(body: CreateCreditTypeBody, options?: CallOptions) {
    return this.call('create_credit_type', { body }, options)
  }

  list(options?: CallOptions) {
    return this.pages('list_credit_types', {}, options)
  }

  get(creditType: string, options?: CallOptions) {
    return this.call('get_credit_type', { params: { credit_type: creditType } }, options)
  }

  update(creditType: string, body: UpdateCreditTypeBody, options?: CallOptions) {
    return this.call('update_credit_type', { params: { credit_type: creditType }, body }, options)
  }
}
