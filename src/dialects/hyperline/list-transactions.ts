import type { Movement } from '../../core/ledger/movement.ts'
import type { Registry } from '../../core/ports.ts'
import type { Price } from '../../core/pricing/price.ts'
import { route } from '../../http/route.ts'
import { movementWire, TransactionWire } from './convert-transaction.ts'
import * as examples from './examples.ts'
import { CUSTOMER, ProductPath } from './fields.ts'
import { findCustomer, findProduct } from './find.ts'
import { ListOf, listOf, Paging, sliceOf } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/customers/:id/credits/:productId/transactions',
  id: 'list_credit_transactions',
  summary: "List a credit product's transactions",
  description: 'What came, what was used and what expired, newest first.',
  tags: ['Credits'],
  allow: ['operator'],
  account: CUSTOMER,
  params: ProductPath,
  query: Paging,
  example: { params: examples.product },
  success: {
    schema: ListOf(TransactionWire),
    example: { meta: { total: 2, taken: 2, skipped: 0 }, data: [examples.usage, examples.purchased] },
  },
  refusals: ['account_not_found', 'credit_type_not_found'],
  async handler({ store, params, query, now }) {
    const { id: account, productId: credit_type } = params
    await findCustomer(store, account)
    await findProduct(store, credit_type)
    // What has expired is posted first, so that the list ends with the balance that everybody is told.
    await store.ledger.submit({ kind: 'settle', account, credit_type }, now)
    const slice = sliceOf(query)
    const { items, total } = await store.ledger.movements(account, credit_type, slice)
    const prices = await pricesOf(store.registry, items)
    return listOf(
      total,
      slice,
      items.map((movement) => movementWire(movement, prices)),
    )
  },
})

async function pricesOf(registry: Registry, movements: readonly Movement[]): Promise<Map<string, Price>> {
  const ids = new Set(movements.flatMap(({ purchase }) => purchase?.price ?? []))
  const found = await Promise.all([...ids].map((id) => registry.price(id)))
  return new Map(found.flatMap((price) => (price ? [[price.id, price]] : [])))
}
