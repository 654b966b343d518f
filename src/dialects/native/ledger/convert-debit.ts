import Type, { type Static } from 'typebox'
import type { Debit, DebitAnswer, Reversal } from '../../../core/ledger/debit.ts'
import type { Draw } from '../../../core/ledger/drawdown.ts'
import type { DebitExplanation } from '../../../core/ports.ts'
import { CapUseWire, capUseWire } from '../caps/convert-cap-use.ts'
import { amountOrNull, amountText, instantOrNull, instantText, metadataOf } from '../convert.ts'
import {
  Amount,
  InstantOut,
  MetadataOut,
  NullableAmount,
  NullableInstant,
  NullableText,
  nullable,
} from '../fields.ts'
import { ScopeWire } from './convert-grant.ts'

export const DrawWire = Type.Object({ grant: Type.String(), amount: Amount })

/** Each grant once, in draw order: a capture beyond its hold may have drawn on one twice. */
export function drawsWire(draws: readonly Draw[]): Static<typeof DrawWire>[] {
  const sums = new Map<string, bigint>()
  for (const { grant, amount_micro } of draws) sums.set(grant, (sums.get(grant) ?? 0n) + amount_micro)
  return [...sums].map(([grant, amount_micro]) => ({ grant, amount: amountText(amount_micro) }))
}

/** What the burning answers: enough to go on, and quick to make. The whole story is at the debit's own path. */
export const DebitReceipt = Type.Object(
  {
    id: Type.String(),
    status: Type.Literal('ok'),
    account: Type.String(),
    credit_type: Type.String(),
    amount: Amount,
    balance: Type.Object(
      { available: Amount },
      { description: 'What the wallet had left after this debit.' },
    ),
    grants: Type.Array(DrawWire),
    created_at: InstantOut,
  },
  { title: 'DebitReceipt' },
)

export const debitReceipt = ({ debit, draws }: DebitAnswer): Static<typeof DebitReceipt> => ({
  id: debit.id,
  status: 'ok',
  account: debit.account,
  credit_type: debit.credit_type,
  amount: amountText(debit.amount_micro),
  balance: { available: amountText(debit.after_micro) },
  grants: drawsWire(draws),
  created_at: instantText(debit.at),
})

const fields = {
  id: Type.String(),
  status: Type.Enum(['ok', 'refused']),
  code: nullable(Type.String({ description: 'Why it was refused.' })),
  account: Type.String(),
  credit_type: Type.String(),
  amount: Amount,
  reversed: Amount,
  member: NullableText,
  project: NullableText,
  feature: NullableText,
  idempotency_key: NullableText,
  api_key: NullableText,
  hold: NullableText,
  unit_price: NullableAmount,
  metadata: MetadataOut,
  occurred_at: NullableInstant,
  created_at: InstantOut,
  balance_before: Amount,
  balance_after: Amount,
  caps: Type.Array(CapUseWire),
}

export const DebitWire = Type.Object(fields, { title: 'Debit' })

export const debitWire = (debit: Debit): Static<typeof DebitWire> => ({
  id: debit.id,
  status: debit.refused === null ? 'ok' : 'refused',
  code: debit.refused,
  account: debit.account,
  credit_type: debit.credit_type,
  amount: amountText(debit.amount_micro),
  reversed: amountText(debit.reversed_micro),
  member: debit.usage.member,
  project: debit.usage.project,
  feature: debit.usage.feature,
  idempotency_key: debit.key === debit.id ? null : debit.key,
  api_key: debit.api_key,
  hold: debit.hold,
  unit_price: amountOrNull(debit.unit_price_micro),
  metadata: metadataOf(debit.metadata),
  occurred_at: instantOrNull(debit.occurred_at),
  created_at: instantText(debit.at),
  balance_before: amountText(debit.before_micro),
  balance_after: amountText(debit.after_micro),
  caps: debit.caps.map(capUseWire),
})

export const ReversalWire = Type.Object(
  {
    id: Type.String(),
    debit: Type.String(),
    amount: Amount,
    expired: nullable(Type.String({ description: 'The part whose grants had expired meanwhile.' })),
    reason: NullableText,
    created_at: InstantOut,
  },
  { title: 'Reversal' },
)

export const reversalWire = (reversal: Reversal): Static<typeof ReversalWire> => ({
  id: reversal.id,
  debit: reversal.debit,
  amount: amountText(reversal.amount_micro),
  expired: amountText(reversal.expired_micro),
  reason: reversal.reason,
  created_at: instantText(reversal.at),
})

/** A debit and why it was as it was. */
export const ExplanationWire = Type.Object(
  {
    ...fields,
    grants: Type.Array(
      Type.Object({
        grant: Type.String(),
        amount: Amount,
        source: Type.String(),
        priority: Type.Integer(),
        scope: ScopeWire,
        expires_at: NullableInstant,
      }),
    ),
    reversals: Type.Array(ReversalWire),
  },
  { title: 'DebitExplanation' },
)

export const explanationWire = ({
  debit,
  draws,
  reversals,
}: DebitExplanation): Static<typeof ExplanationWire> => ({
  ...debitWire(debit),
  grants: draws.map(({ grant, amount_micro }) => ({
    grant: grant.id,
    amount: amountText(amount_micro),
    source: grant.source,
    priority: grant.priority,
    scope: grant.scope,
    expires_at: instantOrNull(grant.expires_at),
  })),
  reversals: reversals.map(reversalWire),
})
