import Type from 'typebox'
import { capUsages, capUsagesOver } from '../../../core/caps/cap-usage.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict } from '../fields.ts'
import { onlyOf } from '../own.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { CapUsageWire, capUsageWire } from './convert-cap.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/caps',
  id: 'list_caps',
  summary: "List an account's caps, each with how far it is used",
  description: 'A member who opened the portal sees those that bound it: its own and that on the account.',
  tags: ['Caps'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: AccountPath,
  query: Type.Object(paging, strict),
  example: { params: { account: 'team_acme' } },
  success: {
    schema: PageOf(CapUsageWire),
    example: {
      items: [{ ...examples.cap, used: '12.5', remaining: '487.5', resets_at: '2026-02-01T00:00:00.000Z' }],
      next_cursor: null,
    },
  },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query, caller, now }) {
    const own = onlyOf(caller)
    const page =
      own === null
        ? await capUsages(store.registry, account, pageRequest(query), now)
        : await capUsagesOver(store.registry, account, own, now)
    return isRefusal(page) ? page : pageOf(page, capUsageWire)
  },
})
