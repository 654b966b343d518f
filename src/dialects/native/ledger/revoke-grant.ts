import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { CreditsIn, nullable, strict, Text } from '../fields.ts'
import { submit } from '../submit.ts'
import { BalanceAfterWire, balanceAfterWire } from './convert-balance.ts'
import { RevocationWire, revocationWire } from './convert-grant.ts'
import { GrantPath } from './grant-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/grants/:grant/revoke',
  id: 'revoke_grant',
  summary: 'Take credits of a grant back',
  description:
    'Without an amount, all of it. What was spent already is written off, or with `spent: "debt"` becomes a debt ' +
    'that the next credits pay first. The `reason` is kept and shown with the grant.',
  tags: ['Grants'],
  allow: ['operator'],
  params: GrantPath,
  body: Type.Object(
    {
      amount: Type.Optional(CreditsIn),
      spent: Type.Optional(Type.Enum(['write_off', 'debt'])),
      reason: Type.Optional(nullable(Text(500))),
    },
    strict,
  ),
  bodyOptional: true,
  example: {
    params: { account: 'team_acme', grant: examples.grant.id },
    body: { amount: '100', reason: 'given twice' },
  },
  success: {
    schema: Type.Object(
      {
        ...RevocationWire.properties,
        id: Type.Unsafe<string | null>({
          type: ['string', 'null'],
          description: 'Null in a repeated answer that was first given before revocations were kept.',
        }),
        grant: Type.String(),
        balance: BalanceAfterWire,
      },
      { title: 'RevocationAnswer' },
    ),
    example: {
      id: 'rvk_01kg8x4c7s0000000000000005',
      grant: examples.grant.id,
      revoked: '100',
      debt: '0',
      written_off: '0',
      reason: 'given twice',
      at: examples.AT,
      balance: { available: '900', held: '0', debt: '0' },
    },
  },
  refusals: [
    'account_not_found',
    'grant_not_found',
    'revocation_exceeds_grant',
    'wallet_limit_exceeded',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const answer = await submit(call, {
      kind: 'revoke',
      account: call.params.account,
      ...call.envelope(),
      grant: call.params.grant,
      id: call.mint('rvk'),
      amount_micro: call.body.amount ?? null,
      spent: call.body.spent ?? 'write_off',
      reason: call.body.reason ?? null,
    })
    if (isRefusal(answer)) return answer
    const { revocation, balance } = answer
    return {
      ...revocationWire(revocation),
      grant: revocation.grant,
      balance: balanceAfterWire(balance),
    }
  },
})
