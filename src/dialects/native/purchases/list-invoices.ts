import Type from 'typebox'
import { invoices } from '../../../core/purchases/invoices.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, QueryInteger, strict } from '../fields.ts'
import { PageOf, pageWithin, paging } from '../page.ts'
import { InvoiceWire, invoiceWire } from './convert-invoice.ts'

/** Stripe's own bounds, because it is asked for them page by page. */
const MAX_LIMIT = 100
const DEFAULT_LIMIT = 25

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/invoices',
  id: 'list_invoices',
  summary: 'List the invoices of an account',
  description: 'Newest first, as Stripe has them: also those that were made in its dashboard.',
  tags: ['Invoices'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object({ ...paging, limit: Type.Optional(QueryInteger(1, MAX_LIMIT)) }, strict),
  example: { params: { account: 'team_acme' } },
  success: { schema: PageOf(InvoiceWire), example: { items: [examples.invoice], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ buying, store, params: { account }, query: { limit = DEFAULT_LIMIT, cursor = null } }) {
    return pageWithin(store, account, await invoices(buying, account, limit, cursor), invoiceWire)
  },
})
