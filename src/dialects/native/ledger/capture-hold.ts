import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { metadataText } from '../convert.ts'
import * as examples from '../examples.ts'
import { CreditsIn, Metadata, strict } from '../fields.ts'
import { submit } from '../submit.ts'
import { BalanceAfterWire, balanceAfterWire } from './convert-balance.ts'
import { DebitReceipt, debitReceipt } from './convert-debit.ts'
import { HoldWire, holdWire } from './convert-hold.ts'
import { HoldPath, otherMembersHold } from './hold-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/holds/:hold/capture',
  id: 'capture_hold',
  summary: 'Burn what a hold set aside',
  description:
    'Without an amount, all of it; with less, the rest returns. More is taken only with `allow_more`, and where ' +
    'the caps and the balance have room for it; not by a key with a cap of its own from the hold of another. A hold is ' +
    'captured once.',
  tags: ['Holds'],
  allow: ['operator', 'admin', 'spender'],
  params: HoldPath,
  body: Type.Object(
    {
      amount: Type.Optional(CreditsIn),
      allow_more: Type.Optional(Type.Boolean()),
      metadata: Type.Optional(Metadata),
    },
    strict,
  ),
  bodyOptional: true,
  example: { params: { account: 'team_acme', hold: examples.hold.id }, body: { amount: '12.5' } },
  success: {
    schema: Type.Object(
      { hold: HoldWire, debit: DebitReceipt, balance: BalanceAfterWire },
      { title: 'Capture' },
    ),
    example: {
      hold: {
        ...examples.hold,
        status: 'captured',
        captured: '12.5',
        debit: examples.debit.id,
        ended_at: examples.AT,
      },
      debit: examples.receipt,
      balance: examples.balanceAfter,
    },
  },
  refusals: [
    'account_not_found',
    'hold_not_found',
    'hold_already_captured',
    'hold_already_released',
    'hold_expired',
    'capture_exceeds_hold',
    'member_not_found',
    'account_spending_cap_reached',
    'user_spending_cap_reached',
    'project_spending_cap_reached',
    'key_spending_cap_reached',
    'insufficient_credits',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { params, body } = call
    const other = await otherMembersHold(call, params)
    if (other) return other
    const answer = await submit(call, {
      kind: 'capture',
      account: params.account,
      ...call.envelope(),
      hold: params.hold,
      id: call.mint('deb'),
      amount_micro: body.amount ?? null,
      allow_more: body.allow_more ?? false,
      api_key: call.caller.key,
      metadata: metadataText(body.metadata),
    })
    if (isRefusal(answer)) return answer
    const balance = balanceAfterWire(answer.balance)
    return {
      hold: holdWire(answer.hold),
      // What was not burned went back with the same step, so both say what the wallet has after it.
      debit: { ...debitReceipt(answer.answer), balance: { available: balance.available } },
      balance,
    }
  },
})
