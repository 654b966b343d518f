import { rotateKey } from '../../../core/accounts/rotate-key.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { IssuedKeyWire, issuedKeyWire } from './convert-key.ts'
import { KeyPath } from './key-path.ts'

export default route({
  method: 'POST',
  path: '/v1/keys/:key/rotate',
  id: 'rotate_key',
  summary: 'Give an API key another secret',
  description: 'The old secret is void within a second. The new one is in this answer and nowhere else.',
  tags: ['Keys'],
  allow: ['operator', 'admin'],
  params: KeyPath,
  example: { params: { key: examples.key.id } },
  success: {
    schema: IssuedKeyWire,
    example: { ...examples.key, secret: 'sk_3Fq9ZtW1mC5bX0yR7uK2nH8vJ4pL6sD9aE1gQ3wTx7Qa' },
  },
  refusals: ['key_not_found', 'key_revoked', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const within = call.caller.account
    const input = { id: call.params.key, within, mint: call.ports.secrets.mint }
    const answer = await call.once(within ?? '', (registry) => rotateKey(registry, input))
    return isRefusal(answer) ? answer : issuedKeyWire(answer)
  },
})
