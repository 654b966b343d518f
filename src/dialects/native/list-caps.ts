import { capUsages } from '../../core/caps/cap-usage.ts'
import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { CapUsageWire, capUsageWire } from './convert-cap.ts'
import * as examples from './examples.ts'
import { AccountPath } from './fields.ts'
import { PageOf } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/caps',
  id: 'list_caps',
  summary: "List an account's caps",
  tags: ['Caps'],
  allow: ['operator', 'admin', 'spender', 'viewer'],
  params: AccountPath,
  example: { params: { account: 'team_acme' } },
  success: {
    schema: PageOf(CapUsageWire),
    example: {
      items: [{ ...examples.cap, used: '12.5', remaining: '487.5', resets_at: '2026-02-01T00:00:00.000Z' }],
      next_cursor: null,
    },
  },
  refusals: ['account_not_found'],
  async handler({ store, params, now }) {
    const usages = await capUsages(store.registry, params.account, now)
    return isRefusal(usages) ? usages : { items: usages.map(capUsageWire), next_cursor: null }
  },
})
