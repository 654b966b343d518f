import { hash } from 'node:crypto'
import type { OnceRequest } from '../../core/ports.ts'
import { isRefusal, type Refusal } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'

/**
 * What stands for the caller's `Idempotency-Key` in the ledger. With Hyperline a key is the seller's, so it is claimed
 * once over all customers, together with what it stands for; and only a success is kept under it, so what it stands
 * for may be tried again after a refusal.
 */
export interface Attempt {
  /**
   * The same for the same call under the same key, however often that was given back meanwhile: of two calls at once, one
   * that is refused never parts the other from the one that asks what became of it.
   */
  readonly key: string
  /** Whether no key of the caller's stands behind it. */
  readonly minted: boolean
  /** The claim has compared what the key stands for. */
  readonly fingerprint: ''
  readonly keeps_refusal: false
}

type Claimant = Pick<Call, 'key' | 'store' | 'arrived_at' | 'fingerprint' | 'mint'>

/** Claims the caller's key; without one, the attempt stands alone. */
export async function attemptOf(call: Claimant): Promise<Attempt | Refusal> {
  const key = call.key === null ? call.mint('cmd') : await claimed(call, call.key)
  return isRefusal(key) ? key : { key, minted: call.key === null, fingerprint: '', keeps_refusal: false }
}

/**
 * A refusal that nothing came of, and nothing will, leaves the key as good as new: for another body, too. Where that can't
 * be written the key stays with its body, which is all that is lost.
 */
export const released = (call: Claimant): Promise<void> =>
  call.key === null ? Promise.resolve() : call.store.forget(claimOf(call, call.key)).catch(() => {})

const claimOf = (call: Claimant, key: string): OnceRequest => ({
  account: '',
  key: `hyperline ${key}`,
  fingerprint: call.fingerprint(),
})

async function claimed(call: Claimant, key: string): Promise<string | Refusal> {
  const claim = claimOf(call, key)
  // The dot is nothing that a caller's key may contain, so nobody takes the name of another's attempt.
  const attempt = `hyperline·${hash('sha256', `${claim.fingerprint} ${key}`, 'base64url')}`
  const { answer } = await call.store.once(claim, call.arrived_at, async () => ({ key: attempt }))
  return isRefusal(answer) ? answer : answer.key
}
