import { formatMinor, type Minor } from '../money.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Preview } from './preview.ts'

/** Refuses what costs something else than its caller was told. */
export const checkAmount = (
  { due_minor, currency }: Pick<Preview, 'due_minor' | 'currency'>,
  expected_minor: Minor | null,
): Refusal | null =>
  expected_minor === null || expected_minor === due_minor
    ? null
    : refuse(
        'amount_changed',
        `It costs ${formatMinor(due_minor, currency)} by now. Ask for a preview again.`,
      )
