import { revokeKey } from '../../../core/accounts/revoke-key.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { KeyWire, keyWire } from './convert-key.ts'
import { KeyPath } from './key-path.ts'

export default route({
  method: 'POST',
  path: '/v1/keys/:key/revoke',
  id: 'revoke_key',
  summary: 'Revoke an API key',
  description: 'No process honours it a second later. Revoking it again changes nothing.',
  tags: ['Keys'],
  allow: ['operator', 'admin'],
  params: KeyPath,
  example: { params: { key: examples.key.id } },
  success: { schema: KeyWire, example: { ...examples.key, revoked_at: examples.AT } },
  refusals: ['key_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const within = call.caller.account
    const answer = await call.once(within ?? '', (registry) =>
      revokeKey(registry, { id: call.params.key, within }, call.arrived_at),
    )
    return isRefusal(answer) ? answer : keyWire(answer)
  },
})
