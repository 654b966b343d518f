import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { invalid } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { minorNumber, moneyText } from './convert.ts'
import { InvoiceWire, invoiceWire } from './convert-invoice.ts'
import { NEO } from './credit-type.ts'
import * as examples from './examples.ts'
import { Limit } from './fields.ts'

export default route({
  method: 'GET',
  path: '/api/v1/billing/invoices',
  id: 'neo_invoices',
  summary: 'List what was paid for credits',
  description:
    'Top-ups and the bills of the subscription, newest first. The totals are over all of it, whatever page is asked ' +
    'for.',
  tags: ['Neo'],
  allow: everybody,
  query: Type.Object({
    limit: Type.Optional(Limit),
    starting_after: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'The `id` after which to go on.' }),
    ),
  }),
  success: {
    schema: Type.Object(
      {
        currency: Type.String(),
        has_more: Type.Boolean(),
        invoice_history: Type.Array(InvoiceWire),
        total_amount_cents: Type.Integer(),
        total_amount_display: Type.String(),
        total_purchases: Type.Integer(),
      },
      { title: 'NeoInvoices' },
    ),
    example: examples.invoices,
  },
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    const { limit = 25, starting_after = null } = call.query
    const { registry } = call.store
    const history = await registry.billingHistory(actor.account.id, NEO, { limit, after: starting_after })
    if (!history) return invalid([{ field: 'starting_after', message: 'is no invoice of this account' }])
    const { items, has_more, total_minor, count } = history
    const currency = items[0]?.currency ?? (await registry.creditType(NEO))?.currency ?? 'usd'
    return {
      currency,
      has_more,
      invoice_history: items.map((purchase) => invoiceWire(purchase)),
      total_amount_cents: minorNumber(total_minor),
      total_amount_display: moneyText(total_minor, currency),
      total_purchases: count,
    }
  },
})
