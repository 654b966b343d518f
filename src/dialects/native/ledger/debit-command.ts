import Type, { type Static } from 'typebox'
import type { DebitCommand } from '../../../core/ledger/command.ts'
import type { Call } from '../../../http/call.ts'
import type { HttpRefusal } from '../../../http/refusals.ts'
import { metadataText, usageOf } from '../convert.ts'
import { CreditsIn, Id, InstantIn, Metadata, NullableId } from '../fields.ts'

/** The fields of a debit, alone or in a batch. */
export const debitFields = {
  credit_type: Id,
  amount: CreditsIn,
  member: Type.Optional(NullableId),
  project: Type.Optional(NullableId),
  feature: Type.Optional(NullableId),
  metadata: Type.Optional(Metadata),
  occurred_at: Type.Optional(InstantIn),
}

const DebitFields = Type.Object(debitFields)

/** A debit's own fields are kept for good and compared when its key comes again, so it needs no fingerprint. */
const NO_FINGERPRINT = ''

export function debitCommand(
  call: Call,
  account: string,
  key: string | null,
  fields: Static<typeof DebitFields>,
): DebitCommand | HttpRefusal {
  const usage = usageOf(call.caller, fields)
  if ('refused' in usage) return usage
  const id = call.mint('deb')
  return {
    kind: 'debit',
    account,
    key: key ?? id,
    fingerprint: NO_FINGERPRINT,
    credit_type: fields.credit_type,
    id,
    amount_micro: fields.amount,
    usage,
    api_key: call.caller.key,
    metadata: metadataText(fields.metadata),
    occurred_at: fields.occurred_at ?? null,
  }
}
