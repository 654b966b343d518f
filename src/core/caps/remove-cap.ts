import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Cap, type CapSubject, EVERY_MEMBER } from './cap.ts'
import { countAhead, startCounters } from './start-counters.ts'

export interface CapName {
  readonly account: string
  readonly subject: CapSubject
  readonly subject_id: string
}

/** Takes a cap away and answers what it was. A member without a cap of its own falls under the default again. */
export async function removeCap(
  registry: Registry,
  { account, subject, subject_id }: CapName,
  now: Instant,
): Promise<Cap | Refusal> {
  if (!(await registry.account(account))) return noAccount(account)
  const fallbackOf = () =>
    subject === 'member' && subject_id !== EVERY_MEMBER ? registry.cap(account, subject, EVERY_MEMBER) : null
  const found = await registry.cap(account, subject, subject_id)
  if (!found) return noCap({ account, subject, subject_id })
  const likely = await fallbackOf()
  const ahead = likely && (await countAhead(registry, likely, subject_id, now))
  const at = Math.max(now, await registry.lockForCaps(account))
  const cap = await registry.cap(account, subject, subject_id)
  if (!cap) return noCap({ account, subject, subject_id })
  await registry.deleteCap(account, subject, subject_id)
  const fallback = await fallbackOf()
  if (fallback) await startCounters(registry, fallback, subject_id, at, ahead)
  return cap
}

export const noCap = ({ account, subject, subject_id }: CapName): Refusal =>
  refuse('cap_not_found', `The account ${account} has no cap on the ${subject} ${subject_id}.`)
