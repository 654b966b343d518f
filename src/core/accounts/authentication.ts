import type { Instant } from '../instant.ts'
import type { Principal } from './key.ts'
import type { Standing } from './member.ts'

/** What the store tells of callers. Its answers are never older than half a second. */
export interface Authentication {
  /** Who the bearer of a secret is; null when no key has it. */
  authenticate(secret_sha256: Buffer, now: Instant): Promise<Principal | null>
  /** How an account, and where given an active member of it, stands today: for tokens. Null where it isn't there. */
  standing(account: string, member: string | null): Promise<Standing | null>
  /** Whether who signed in at the console has signed out again. */
  hasSessionEnded(session: string): Promise<boolean>
  /** Signs out for good, of every server; after `until` nobody asks for that session any more. */
  endSession(session: string, until: Instant, now: Instant): Promise<void>
}
