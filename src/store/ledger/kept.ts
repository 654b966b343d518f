import type { Instant } from '../../core/instant.ts'
import type { Answer, Answers } from '../../core/ledger/command.ts'
import type { Refusal } from '../../core/refusal.ts'
import { parseAnswer } from './answer-json.ts'

/** How long the first answer to an idempotency key is kept and replayed. */
export const KEPT_MS = 24 * 60 * 60 * 1000

/**
 * What a call that takes a key locks for as long as it is under way: whoever merely asks for the lock is told at once that
 * somebody else is about that key, where the key's own row would make it wait.
 */
export const keyLock = (account: string, key: string): string =>
  `hashtextextended(${account} || ' ' || ${key}, 0)`

type Revoked = Answers['revoke']
/** How much of a revocation was answered before revocations were kept. */
type Sparse = Pick<Revoked['revocation'], 'grant' | 'revoked_micro' | 'debt_micro' | 'written_off_micro'>

const isRevoked = (answer: Answer | Refusal): answer is Revoked => 'revocation' in answer

/** The first answer to a key, in the form that answers have by now, whichever version gave it. */
export function keptAnswer(account: string, text: string, created_at: Instant): Answer | Refusal {
  const answer = parseAnswer(text) as Answer | Refusal
  if (!isRevoked(answer) || answer.revocation.id !== undefined) return answer
  const sparse: Sparse = answer.revocation
  const spent = sparse.debt_micro > 0n ? 'debt' : 'write_off'
  const revocation: Revoked['revocation'] = {
    account,
    id: null,
    ...sparse,
    spent,
    reason: null,
    at: created_at,
  }
  return { balance: answer.balance, revocation }
}
