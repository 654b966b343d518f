import Type from 'typebox'
import { issueKey } from '../../../core/accounts/issue-key.ts'
import { faces, keyRoles } from '../../../core/accounts/key.ts'
import { noAccount } from '../../../core/accounts/not-found.ts'
import { formOf } from '../../../core/accounts/secret.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { forbid, HttpRefused, invalid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { NullableId, NullableInstantIn, nullable, strict, Text } from '../fields.ts'
import { IssuedKeyWire, issuedKeyWire } from './convert-key.ts'

const PAST = invalid([{ field: 'expires_at', message: 'must lie ahead' }])

export default route({
  method: 'POST',
  path: '/v1/keys',
  id: 'issue_key',
  summary: 'Issue an API key',
  description:
    'The secret is in this answer and nowhere else. Without an account it is a key of the operator. `dialect` says ' +
    'which face it opens and what its secret looks like; `test`, for hyperline, gives it the prefix of a test key.',
  tags: ['Keys'],
  allow: ['operator', 'admin'],
  body: Type.Object(
    {
      account: Type.Optional(NullableId),
      member: Type.Optional(NullableId),
      role: Type.Optional(Type.Enum([...keyRoles])),
      dialect: Type.Optional(Type.Enum([...faces])),
      test: Type.Optional(Type.Boolean()),
      name: Type.Optional(nullable(Text(200))),
      rate_limit: Type.Optional(
        Type.Unsafe<number | null>({
          ...{ type: ['integer', 'null'], minimum: 1, maximum: 1_000_000_000 },
          description: 'How many requests it may send in ten seconds. Only the operator says so.',
        }),
      ),
      expires_at: Type.Optional(NullableInstantIn),
    },
    strict,
  ),
  bodyOptional: true,
  example: { body: { account: 'team_acme', role: 'spender', name: 'production' } },
  success: {
    status: 201,
    schema: IssuedKeyWire,
    example: { ...examples.key, secret: 'sk_3Fq9ZtW1mC5bX0yR7uK2nH8vJ4pL6sD9aE1gQ3wTx7Qa' },
  },
  refusals: [
    'account_not_found',
    'member_not_found',
    'key_scope_invalid',
    'member_key_exists',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { member = null, role = null, name = null, rate_limit = null, expires_at = null } = call.body
    const { dialect = 'native', test = false } = call.body
    const own = call.caller.account
    const account = call.body.account ?? own
    if (own !== null && account !== own) return noAccount(account ?? '')
    if (own !== null && role === 'operator')
      return forbid('Only the operator makes keys of the role operator.')
    if (own !== null && rate_limit !== null) return forbid('Only the operator sets the rate limit of a key.')
    const form = formOf(dialect, test)
    if (!form) return invalid([{ field: 'test', message: `is nothing that a key for ${dialect} can be` }])
    const secret = call.ports.secrets.mint(form)
    const input = { account, member, role, dialect, name, rate_limit, expires_at, secret }
    const answer = await call.once(account ?? '', async (registry) => {
      // Only for the first call: what it was answered stays so once the key has expired.
      if (expires_at !== null && expires_at <= call.arrived_at) throw new HttpRefused(PAST)
      return issueKey(registry, input, call.arrived_at, call.ports.ids)
    })
    return isRefusal(answer) ? answer : issuedKeyWire(answer)
  },
})
