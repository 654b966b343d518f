import { orRefuse } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { CreditWire, creditWire } from './convert-credit.ts'
import * as examples from './examples.ts'
import { CUSTOMER, CustomerPath } from './fields.ts'
import { findCustomer } from './find.ts'
import { ListOf, listOf, Paging, sliceOf } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/customers/:id/credits',
  id: 'list_customer_credits',
  summary: "List a customer's credit products",
  description: 'Those that were created for the customer, and those of which it has ever had credits.',
  tags: ['Credits'],
  allow: ['operator'],
  account: CUSTOMER,
  params: CustomerPath,
  query: Paging,
  example: { params: examples.customer },
  success: {
    schema: ListOf(CreditWire),
    example: { meta: { total: 1, taken: 1, skipped: 0 }, data: [examples.credit] },
  },
  refusals: ['account_not_found'],
  async handler({ store, params, query, now }) {
    await findCustomer(store, params.id)
    const slice = sliceOf(query)
    const { items, total } = await store.registry.creditProducts(params.id, slice)
    const credits = items.map(async (product) =>
      creditWire(product, orRefuse(await store.ledger.balance(params.id, product.credit_type, now))),
    )
    return listOf(total, slice, await Promise.all(credits))
  },
})
