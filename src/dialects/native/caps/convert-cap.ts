import Type, { type Static } from 'typebox'
import { ID_PATTERN } from '../../../core/accounts/account.ts'
import { type Cap, capSubjects } from '../../../core/caps/cap.ts'
import type { CapUsage } from '../../../core/caps/cap-usage.ts'
import { amountOrNull, amountText, instantOrNull, instantText } from '../convert.ts'
import { Amount, Id, InstantOut, NullableAmount, NullableInstant } from '../fields.ts'

export const Unit = Type.Enum(['credits', 'money'])
export const Period = Type.Enum(['day', 'month', 'total'])
export const Subject = Type.Enum([...capSubjects])

/** `*` stands for every member without a cap of its own. */
export const CapPath = Type.Object({
  account: Id,
  subject: Subject,
  id: Type.String({ pattern: `^\\*$|${ID_PATTERN}` }),
})

const fields = {
  account: Type.String(),
  subject: Subject,
  id: Type.String(),
  limit: Amount,
  unit: Unit,
  period: Period,
  created_at: InstantOut,
}

export const CapWire = Type.Object(fields, { title: 'Cap' })

export const capWire = (cap: Cap): Static<typeof CapWire> => ({
  account: cap.account,
  subject: cap.subject,
  id: cap.subject_id,
  limit: amountText(cap.limit_micro),
  unit: cap.unit,
  period: cap.period,
  created_at: instantText(cap.created_at),
})

export const CapUsageWire = Type.Object(
  { ...fields, used: NullableAmount, remaining: NullableAmount, resets_at: NullableInstant },
  { title: 'CapUsage' },
)

export const capUsageWire = (usage: CapUsage): Static<typeof CapUsageWire> => ({
  ...capWire(usage.cap),
  id: usage.subject_id,
  used: amountOrNull(usage.used_micro),
  remaining: amountOrNull(usage.remaining_micro),
  resets_at: instantOrNull(usage.resets_at),
})
