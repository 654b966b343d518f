import Type, { type Static } from 'typebox'
import { type Check, checkKinds, checkStates } from '../../../core/reports/check.ts'
import { amountText, instantOrNull, instantText } from '../convert.ts'
import { Amount, InstantOut, NullableInstant, NullableText, nullable } from '../fields.ts'

export const Kind = Type.Enum([...checkKinds])

const Progress = Type.Object({ done: Type.Integer(), of: Type.Integer() })

export const CheckWire = Type.Object(
  {
    id: Type.String(),
    kind: Kind,
    state: Type.Enum([...checkStates]),
    since: NullableInstant,
    progress: Type.Unsafe<Static<typeof Progress> | null>({ ...Progress, type: ['object', 'null'] }),
    created_at: InstantOut,
    started_at: NullableInstant,
    ended_at: NullableInstant,
    holds: Type.Unsafe<boolean | null>({
      ...nullable(Type.Boolean()),
      description: 'Whether everything holds; null until it is done.',
    }),
    counts: Type.Unsafe<Record<string, number>>({
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'How much was looked at, by what it was.',
    }),
    books: Type.Array(Type.Object({ credit_type: Type.String(), book: Type.String(), amount: Amount }), {
      description:
        'What the entries come to, where the ledger was proven: of each credit type they sum to zero.',
    }),
    findings: Type.Array(
      Type.Object({
        kind: Type.String(),
        account: NullableText,
        credit_type: NullableText,
        purchase: NullableText,
        what: Type.String(),
      }),
      { description: 'The first hundred.' },
    ),
    finding_count: Type.Integer(),
    error: Type.Unsafe<string | null>({
      ...NullableText,
      description: 'Why it failed: then nothing is known.',
    }),
  },
  { title: 'Check' },
)

export const checkWire = (check: Check): Static<typeof CheckWire> => ({
  id: check.id,
  kind: check.kind,
  state: check.state,
  since: instantOrNull(check.since),
  progress: check.progress,
  created_at: instantText(check.created_at),
  started_at: instantOrNull(check.started_at),
  ended_at: instantOrNull(check.ended_at),
  holds: check.holds,
  counts: check.counts,
  books: check.books.map(({ amount_micro, ...sum }) => ({ ...sum, amount: amountText(amount_micro) })),
  findings: [...check.findings],
  finding_count: check.finding_count,
  error: check.error,
})
