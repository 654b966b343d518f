import { noKey } from '../../../core/accounts/not-found.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { KeyWire, keyWire } from './convert-key.ts'
import { KeyPath } from './key-path.ts'

export default route({
  method: 'GET',
  path: '/v1/keys/:key',
  id: 'get_key',
  summary: 'Get an API key',
  description: 'Without its secret.',
  tags: ['Keys'],
  allow: ['operator', 'admin'],
  params: KeyPath,
  example: { params: { key: examples.key.id } },
  success: { schema: KeyWire, example: examples.key },
  refusals: ['key_not_found'],
  async handler({ store, caller, params }) {
    const key = await store.registry.key(params.key)
    const isTheirs = caller.account === null || key?.account === caller.account
    return key && isTheirs ? keyWire(key) : noKey(params.key)
  },
})
