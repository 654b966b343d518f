import Type, { type Static } from 'typebox'
import type { BillLine } from '../../../core/purchases/purchase.ts'
import type { Preview } from '../../../core/subscriptions/preview.ts'
import { amountText, instantText } from '../convert.ts'
import { moneyText } from '../convert-money.ts'
import { InstantOut, nullable } from '../fields.ts'
import { termsFields, termsWire } from './convert-subscription.ts'

export const LineWire = Type.Object(
  { text: Type.String(), amount: Type.String({ description: 'What is taken off stands below zero.' }) },
  { title: 'BillLine' },
)

export const linesWire = (lines: readonly BillLine[], currency: string): Static<typeof LineWire>[] =>
  lines.map(({ text, amount_minor }) => ({ text, amount: moneyText(amount_minor, currency) }))

/** What a start or a change does, and costs. */
export const ChangeWire = Type.Object(
  {
    kind: Type.Enum(['start', 'upgrade', 'downgrade', 'cycle_switch', 'plan_switch', 'none']),
    ...termsFields,
    immediate: Type.Boolean({ description: 'At once, or at the next renewal.' }),
    effective_at: InstantOut,
    amount_due: Type.String({ description: 'What is charged now, without taxes. The lines sum to it.' }),
    currency: Type.String(),
    lines: Type.Array(LineWire),
    credits: Type.String({ description: 'What comes now, of all seats together.' }),
    at_renewal: nullable(
      Type.Object(termsFields, { description: 'What comes with the renewal, beside what comes at once.' }),
    ),
    renewal_amount: Type.String({
      description: 'What a whole period of it costs, or of what comes with the renewal, without taxes.',
    }),
    demotions_required: Type.Integer({ description: 'How many members `demote` must name.' }),
  },
  { title: 'Change' },
)

export const changeWire = (preview: Preview): Static<typeof ChangeWire> => ({
  kind: preview.kind,
  ...termsWire(preview.terms),
  immediate: preview.immediate,
  effective_at: instantText(preview.effective_at),
  amount_due: moneyText(preview.due_minor, preview.currency),
  currency: preview.currency,
  lines: linesWire(preview.lines, preview.currency),
  credits: amountText(preview.credits_micro),
  at_renewal: preview.at_renewal ? termsWire(preview.at_renewal) : null,
  renewal_amount: moneyText(preview.renewal_minor, preview.currency),
  demotions_required: preview.demotions_required,
})
