import type { Micro } from '../../core/credits.ts'
import type { Extent, Interval } from '../../core/subscriptions/plan.ts'

interface Wanted {
  readonly seats?: number
  readonly credits_per_user?: Micro
  readonly interval?: Interval
}

/** What is left out stays as it is, and as it is to be where a change waits for the renewal. */
export const wantedTerms = ({ seats, credits_per_user, interval }: Wanted): Partial<Extent> => ({
  ...(seats !== undefined && { seats }),
  ...(credits_per_user !== undefined && { credits_micro: credits_per_user }),
  ...(interval !== undefined && { interval }),
})
