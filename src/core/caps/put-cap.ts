import { noAccount, noKey, noMember } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { type Cap, EVERY_MEMBER } from './cap.ts'
import { countAhead, startCounters } from './start-counters.ts'

export interface NewCap extends Omit<Cap, 'created_at'> {
  /** The account whose the caller is; null for the operator, who alone may name the operator's keys. */
  readonly by: string | null
}

/** Sets a cap, or changes it. It counts what was burned in its period before it was set, too. */
export async function putCap(registry: Registry, input: NewCap, now: Instant): Promise<Cap | Refusal> {
  const { by, ...named } = input
  const { account, subject, subject_id } = named
  const stranger = await strangerOf(registry, input)
  if (stranger) return stranger
  const ahead = await countAhead(registry, named, subject_id, now)
  const at = Math.max(now, await registry.lockForCaps(account))
  const old = await registry.cap(account, subject, subject_id)
  const cap: Cap = { ...named, created_at: old?.created_at ?? now }
  await registry.putCap(cap)
  await startCounters(registry, cap, subject_id, at, ahead)
  return cap
}

/** Refuses a cap on what is not there. Projects are the product's own and known to nobody else. */
async function strangerOf(
  registry: Registry,
  { account, subject, subject_id, by }: NewCap,
): Promise<Refusal | null> {
  if (!(await registry.account(account))) return noAccount(account)
  if (subject === 'account') return subject_id === account ? null : noAccount(subject_id)
  if (subject === 'member' && subject_id !== EVERY_MEMBER) {
    const member = await registry.member(account, subject_id)
    return member && member.status !== 'removed' ? null : noMember(account, subject_id)
  }
  if (subject === 'key') {
    const key = await registry.key(subject_id)
    const isTheirs = key && (key.account === account || (key.account === null && by === null))
    return isTheirs ? null : noKey(subject_id)
  }
  return null
}
