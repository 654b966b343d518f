import Type from 'typebox'
import { createAccount } from '../../../core/accounts/create-account.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, strict, Text } from '../fields.ts'
import { AccountWire, accountWire, buyingTerms, Kind, NullableSlug } from './convert-account.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts',
  id: 'create_account',
  summary: 'Create an account',
  description: 'Bring your own id, or leave it out to have one made.',
  tags: ['Accounts'],
  allow: ['operator'],
  body: Type.Object(
    { id: Type.Optional(Id), kind: Kind, name: Text(200), slug: Type.Optional(NullableSlug), ...buyingTerms },
    strict,
  ),
  example: { body: { id: 'team_acme', kind: 'team', name: 'Acme', slug: 'acme' } },
  success: { status: 201, schema: AccountWire, example: examples.account },
  refusals: ['account_exists', 'slug_taken', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { id = null, slug = null, ...rest } = call.body
    const answer = await call.once('', (registry) =>
      createAccount(registry, { ...rest, id, slug }, call.now, call.ports.ids),
    )
    return isRefusal(answer) ? answer : accountWire(answer)
  },
})
