import { capUsage } from '../../../core/caps/cap-usage.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { CapPath, CapUsageWire, capUsageWire } from './convert-cap.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/caps/:subject/:id',
  id: 'get_cap',
  summary: 'Get a cap and how far it is used',
  description:
    'For a member without a cap of its own, the default for members, as far as that member has used it.',
  tags: ['Caps'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: CapPath,
  example: { params: { account: 'team_acme', subject: 'member', id: 'ada' } },
  success: {
    schema: CapUsageWire,
    example: { ...examples.cap, used: '12.5', remaining: '487.5', resets_at: '2026-02-01T00:00:00.000Z' },
  },
  refusals: ['account_not_found', 'cap_not_found'],
  async handler({ store, params, now }) {
    const { account, subject, id: subject_id } = params
    const usage = await capUsage(store.registry, { account, subject, subject_id }, now)
    return isRefusal(usage) ? usage : capUsageWire(usage)
  },
})
