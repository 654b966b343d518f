import { noAccount } from '../../../core/accounts/not-found.ts'
import { paymentMethods } from '../../../core/purchases/payment-methods.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath } from '../fields.ts'
import { PageOf } from '../page.ts'
import { PaymentMethodWire, paymentMethodWire } from './convert-payment-method.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/payment-methods',
  id: 'list_payment_methods',
  summary: 'List the saved cards of an account',
  description: 'A purchase that names none is charged to the default one.',
  tags: ['Payment methods'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  example: { params: { account: 'team_acme' } },
  success: {
    schema: PageOf(PaymentMethodWire),
    example: { items: [examples.paymentMethod], next_cursor: null },
  },
  refusals: ['account_not_found'],
  async handler({ buying, params: { account } }) {
    const methods = await paymentMethods(buying, account)
    if (methods.length === 0 && !(await buying.store.registry.account(account))) return noAccount(account)
    return { items: methods.map(paymentMethodWire), next_cursor: null }
  },
})
