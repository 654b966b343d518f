import Type from 'typebox'
import { DEFAULT_PRIORITY, handSources } from '../../../core/ledger/grant.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { metadataText, scopeOf } from '../convert.ts'
import * as examples from '../examples.ts'
import { AccountPath, CreditsIn, Id, Metadata, NullableId, NullableInstantIn, strict } from '../fields.ts'
import { submit } from '../submit.ts'
import { BalanceAfterWire, balanceAfterWire } from './convert-balance.ts'
import { GrantWire, grantWire } from './convert-grant.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/grants',
  id: 'create_grant',
  summary: 'Grant credits',
  description:
    'Without `expires_at` the expiry is what the policy of the credit type says; null means never. The lower ' +
    '`priority` is burned first. A scope narrows whom and what the credits are for.',
  tags: ['Grants'],
  allow: ['operator'],
  params: AccountPath,
  body: Type.Object(
    {
      credit_type: Id,
      amount: CreditsIn,
      source: Type.Optional(Type.Enum([...handSources])),
      priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      scope: Type.Optional(
        Type.Object(
          {
            member: Type.Optional(NullableId),
            project: Type.Optional(NullableId),
            feature: Type.Optional(NullableId),
          },
          strict,
        ),
      ),
      starts_at: Type.Optional(NullableInstantIn),
      expires_at: Type.Optional(NullableInstantIn),
      metadata: Type.Optional(Metadata),
    },
    strict,
  ),
  example: { params: { account: 'team_acme' }, body: { credit_type: 'agent', amount: '1000' } },
  success: {
    status: 201,
    schema: Type.Object({ ...GrantWire.properties, balance: BalanceAfterWire }, { title: 'NewGrant' }),
    example: { ...examples.grant, balance: { available: '1000', held: '0', debt: '0' } },
  },
  refusals: [
    'account_not_found',
    'credit_type_not_found',
    'member_not_found',
    'grant_already_expired',
    'wallet_limit_exceeded',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { body } = call
    const answer = await submit(call, {
      kind: 'grant',
      account: call.params.account,
      ...call.envelope(),
      credit_type: body.credit_type,
      id: call.mint('grt'),
      amount_micro: body.amount,
      source: body.source ?? 'manual',
      priority: body.priority ?? DEFAULT_PRIORITY,
      scope: scopeOf(body.scope ?? {}),
      starts_at: body.starts_at ?? null,
      expires_at: body.expires_at,
      metadata: metadataText(body.metadata),
    })
    if (isRefusal(answer)) return answer
    return { ...grantWire(answer.grant), balance: balanceAfterWire(answer.balance) }
  },
})
