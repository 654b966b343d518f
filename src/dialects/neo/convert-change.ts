import Type, { type Static } from 'typebox'
import { isRefusal, type Refusal } from '../../core/refusal.ts'
import type { ChangeAnswer } from '../../core/subscriptions/change.ts'
import type { Preview } from '../../core/subscriptions/preview.ts'
import { subscriptionStatuses } from '../../core/subscriptions/subscription.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { instantText, minorNumber, moneyText } from './convert.ts'
import { outcomeFields, outcomeOf } from './convert-purchase.ts'
import { lineItemsField, lineItemsWire, termsFields, termsWire } from './convert-terms.ts'

const previewFields = {
  amount_due_cents: Type.Integer({ description: 'What is due at once, without taxes.' }),
  amount_due_display: Type.String(),
  change_type: Type.Enum(['upgrade', 'downgrade', 'cycle_switch', 'none']),
  effective_at: Type.String({ format: 'date-time' }),
  immediate: Type.Boolean({ description: 'Or at the next renewal.' }),
  ...lineItemsField,
  prorated_credits: ExactNumber('What comes at once, for the rest of the credit month.'),
}

export const PreviewWire = Type.Object(
  {
    ...previewFields,
    demotions_required: Type.Integer({
      description: 'How many more members `demote_member_emails` must name.',
    }),
  },
  { title: 'NeoChangePreview' },
)

export const previewWire = (preview: Preview): Static<typeof PreviewWire> => ({
  ...saidWire(preview),
  demotions_required: preview.demotions_required,
})

const saidWire = (preview: Preview) => ({
  amount_due_cents: minorNumber(preview.due_minor),
  amount_due_display: moneyText(preview.due_minor, preview.currency),
  change_type: typeOf(preview),
  effective_at: instantText(preview.effective_at),
  immediate: preview.immediate,
  ...lineItemsWire(preview),
  prorated_credits: exactNumber(preview.credits_micro),
})

/** A new plan is one of the seller's, which this face doesn't name: like less of the old one it comes at the renewal. */
function typeOf({ kind }: Preview): Static<typeof PreviewWire>['change_type'] {
  if (kind === 'plan_switch') return 'downgrade'
  // What begins is no change, and is never previewed as one.
  return kind === 'start' ? 'upgrade' : kind
}

export const ChangeWire = Type.Object(
  {
    action: Type.Enum(['charged', 'applied', 'redirect', 'scheduled', 'none'], {
      description:
        '`charged`: paid, and in force. `applied`: in force, and costs nothing now. `redirect`: once `url` is paid. ' +
        '`scheduled`: at the renewal. `none`: it is so already.',
    }),
    ...previewFields,
    ...termsFields,
    status: Type.Enum([...subscriptionStatuses]),
    ...outcomeFields,
  },
  { title: 'NeoChange' },
)

/** What a change has come to: what it did, and what is in force now. */
export function changeWire({
  preview,
  purchase,
  subscription,
}: ChangeAnswer): Static<typeof ChangeWire> | Refusal {
  const outcome = purchase ? outcomeOf(purchase) : { action: actionOf(preview) }
  if (isRefusal(outcome)) return outcome
  const { terms, status } = subscription
  return { ...saidWire(preview), ...termsWire(terms), status, ...outcome }
}

function actionOf({ kind, immediate }: Preview): 'none' | 'applied' | 'scheduled' {
  if (kind === 'none') return 'none'
  return immediate ? 'applied' : 'scheduled'
}
