import type { Instant } from '../instant.ts'
import { periodStart } from '../period.ts'
import type { Registry } from '../ports.ts'
import { type Cap, type Counter, EVERY_MEMBER } from './cap.ts'

/**
 * Makes a cap count from what was really burned in the period that runs, because counters are only kept while a cap
 * needs them. The account must be locked for caps, so that nothing burns between the sum and the first count.
 */
export async function startCounters(
  registry: Registry,
  cap: Cap,
  subject_id: string,
  at: Instant,
): Promise<void> {
  const { account, subject, unit, period } = cap
  const period_start = periodStart(period, at)
  const whom = subject === 'member' && subject_id === EVERY_MEMBER ? null : subject_id
  const burned = await registry.burnedSince(account, subject, whom, period_start)
  const counters = burned.map(
    ({ subject_id, credits_micro, money_micro }): Counter => ({
      account,
      subject,
      subject_id,
      unit,
      period,
      period_start,
      used_micro: unit === 'credits' ? credits_micro : money_micro,
    }),
  )
  await registry.restartCounters(cap, whom, counters)
}
