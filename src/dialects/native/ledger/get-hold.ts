import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { HoldWire, holdWire } from './convert-hold.ts'
import { HoldPath, noHold } from './hold-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/holds/:hold',
  id: 'get_hold',
  summary: 'Get a hold',
  tags: ['Holds'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: HoldPath,
  example: { params: { account: 'team_acme', hold: examples.hold.id } },
  success: { schema: HoldWire, example: examples.hold },
  refusals: ['account_not_found', 'hold_not_found'],
  async handler({ store, params, now }) {
    const hold = await store.ledger.hold(params.account, params.hold, now)
    return hold ? holdWire(hold) : noHold(params.account, params.hold)
  },
})
