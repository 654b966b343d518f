import Type, { type Static } from 'typebox'
import { type CapUse, capSubjects } from '../../../core/caps/cap.ts'
import { amountText } from '../convert.ts'
import { Amount } from '../fields.ts'

/** One cap that a debit met, and what the debit did to it. */
export const CapUseWire = Type.Object(
  {
    subject: Type.Enum([...capSubjects]),
    id: Type.String(),
    unit: Type.Enum(['credits', 'money']),
    period: Type.Enum(['day', 'month', 'total']),
    limit: Amount,
    used_before: Amount,
    used_after: Amount,
  },
  { title: 'CapUse' },
)

export const capUseWire = (use: CapUse): Static<typeof CapUseWire> => ({
  subject: use.subject,
  id: use.subject_id,
  unit: use.unit,
  period: use.period,
  limit: amountText(use.limit_micro),
  used_before: amountText(use.before_micro),
  used_after: amountText(use.after_micro),
})
