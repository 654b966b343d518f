import Type, { type Static } from 'typebox'
import { EVERY_MEMBER } from '../../core/caps/cap.ts'
import type { CapUsage } from '../../core/caps/cap-usage.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { instantText } from './convert.ts'

const CapFields = Type.Object(
  {
    limit: ExactNumber(),
    used: Type.Optional(
      ExactNumber('In the period that runs. The default itself counts for each member apart.'),
    ),
    remaining: Type.Optional(ExactNumber()),
    unit: Type.Enum(['usd', 'credits'], { description: 'Caps that are set here are in dollars.' }),
    period: Type.Enum(['day', 'month', 'total'], {
      description: 'Caps that are set here are for a month, in UTC.',
    }),
    resets_at: Type.Optional(Type.String({ format: 'date-time' })),
    is_default: Type.Boolean({ description: "Whether it is the team's default." }),
  },
  { title: 'NeoCap' },
)

/** Left out where nothing is capped. */
export const capField = { cap: Type.Optional(CapFields) }

export function capFields({
  cap,
  used_micro,
  remaining_micro,
  resets_at,
}: CapUsage): Static<typeof CapFields> {
  return {
    limit: exactNumber(cap.limit_micro),
    ...(used_micro !== null && { used: exactNumber(used_micro) }),
    ...(remaining_micro !== null && { remaining: exactNumber(remaining_micro) }),
    unit: cap.unit === 'money' ? 'usd' : 'credits',
    period: cap.period,
    ...(resets_at !== null && { resets_at: instantText(resets_at) }),
    is_default: cap.subject_id === EVERY_MEMBER,
  }
}
