import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { CreditsIn, nullable, strict, Text } from '../fields.ts'
import { submit } from '../submit.ts'
import { BalanceAfterWire, balanceAfterWire } from './convert-balance.ts'
import { DebitWire, debitWire, ReversalWire, reversalWire } from './convert-debit.ts'
import { DebitPath } from './debit-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/debits/:debit/reverse',
  id: 'reverse_debit',
  summary: 'Give a debit back, in part or whole',
  description:
    'Without an amount, all that is left of it. Credits return to the grants they came from; those whose grant ' +
    'has expired meanwhile are posted as expired.',
  tags: ['Debits'],
  allow: ['operator'],
  params: DebitPath,
  body: Type.Object({ amount: Type.Optional(CreditsIn), reason: Type.Optional(nullable(Text(500))) }, strict),
  bodyOptional: true,
  example: {
    params: { account: 'team_acme', debit: examples.debit.id },
    body: { amount: '2.5', reason: 'the run failed' },
  },
  success: {
    status: 201,
    schema: Type.Object(
      { reversal: ReversalWire, debit: DebitWire, balance: BalanceAfterWire },
      { title: 'ReversalAnswer' },
    ),
    example: {
      reversal: {
        id: 'rev_01kg8x4c7s0000000000000004',
        debit: examples.debit.id,
        amount: '2.5',
        expired: '0',
        reason: 'the run failed',
        created_at: examples.AT,
      },
      debit: { ...examples.debit, reversed: '2.5' },
      balance: { available: '990', held: '0', debt: '0' },
    },
  },
  refusals: [
    'account_not_found',
    'debit_not_found',
    'reversal_exceeds_debit',
    'wallet_limit_exceeded',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const answer = await submit(call, {
      kind: 'reverse',
      account: call.params.account,
      ...call.envelope(),
      debit: call.params.debit,
      id: call.mint('rev'),
      amount_micro: call.body.amount ?? null,
      reason: call.body.reason ?? null,
    })
    if (isRefusal(answer)) return answer
    const { reversal, debit, balance } = answer
    return {
      reversal: reversalWire(reversal),
      debit: debitWire(debit),
      balance: balanceAfterWire(balance),
    }
  },
})
