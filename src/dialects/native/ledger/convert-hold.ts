import Type, { type Static } from 'typebox'
import type { Hold } from '../../../core/ledger/hold.ts'
import { amountText, instantOrNull, instantText, metadataOf } from '../convert.ts'
import { Amount, InstantOut, MetadataOut, NullableInstant, NullableText } from '../fields.ts'
import { DrawWire } from './convert-debit.ts'

export const holdStatuses = ['open', 'captured', 'released', 'expired'] as const

export const HoldWire = Type.Object(
  {
    id: Type.String(),
    account: Type.String(),
    credit_type: Type.String(),
    status: Type.Enum([...holdStatuses]),
    amount: Amount,
    captured: Amount,
    debit: NullableText,
    grants: Type.Array(DrawWire),
    member: NullableText,
    project: NullableText,
    feature: NullableText,
    api_key: NullableText,
    metadata: MetadataOut,
    ends_at: NullableInstant,
    created_at: InstantOut,
    ended_at: NullableInstant,
  },
  { title: 'Hold' },
)

export const holdWire = (hold: Hold): Static<typeof HoldWire> => ({
  id: hold.id,
  account: hold.account,
  credit_type: hold.credit_type,
  status: hold.status,
  amount: amountText(hold.amount_micro),
  captured: amountText(hold.captured_micro),
  debit: hold.debit,
  grants: hold.receipt.map(({ grant, amount_micro }) => ({ grant, amount: amountText(amount_micro) })),
  member: hold.usage.member,
  project: hold.usage.project,
  feature: hold.usage.feature,
  api_key: hold.api_key,
  metadata: metadataOf(hold.metadata),
  ends_at: instantOrNull(hold.ends_at),
  created_at: instantText(hold.created_at),
  ended_at: instantOrNull(hold.ended_at),
})
