import type { Instant } from '../instant.ts'
import { periodStart } from '../period.ts'
import type { Registry } from '../ports.ts'
import { type Cap, type Counter, EVERY_MEMBER, MOST_COUNTED } from './cap.ts'
import type { Tally } from './records.ts'

type Counting = Pick<Cap, 'account' | 'subject' | 'period'>

const burnerOf = ({ account, subject }: Counting, subject_id: string): Tally['burner'] => ({
  account,
  subject,
  subject_id: subject === 'member' && subject_id === EVERY_MEMBER ? null : subject_id,
})

/**
 * Sums up what a cap will count from while the account goes on burning. An account may have burned millions of times in
 * the period; what comes while that is summed up is added the same way, so that next to nothing is left for the lock.
 */
export async function countAhead(
  registry: Registry,
  cap: Counting,
  subject_id: string,
  now: Instant,
): Promise<Tally> {
  const since = periodStart(cap.period, now)
  return registry.burnedAfter(await registry.burnedSince(burnerOf(cap, subject_id), since))
}

/**
 * Makes a cap count from what was really burned in the period that runs, because counters are only kept while a cap
 * needs them. The account must be locked for caps, so that nothing burns between the sum and the first count. What was
 * counted ahead counts where it is of the same period.
 */
export async function startCounters(
  registry: Registry,
  cap: Cap,
  subject_id: string,
  at: Instant,
  ahead: Tally | null,
): Promise<void> {
  const { account, subject, unit, period } = cap
  const period_start = periodStart(period, at)
  const burner = burnerOf(cap, subject_id)
  const { burned } =
    ahead?.since === period_start
      ? await registry.burnedAfter(ahead)
      : await registry.burnedSince(burner, period_start)
  const counters = burned.map(({ subject_id, credits_micro, money_micro }): Counter => {
    const used_micro = unit === 'credits' ? credits_micro : money_micro
    return {
      account,
      subject,
      subject_id,
      unit,
      period,
      period_start,
      used_micro: used_micro > MOST_COUNTED ? MOST_COUNTED : used_micro,
    }
  })
  await registry.restartCounters(cap, burner.subject_id, counters)
}
