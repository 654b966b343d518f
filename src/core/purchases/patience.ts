import { Unavailable } from '../unavailable.ts'
import { OutcomeUnknown } from './payments.ts'

/** How long a caller waits for an outcome before it is told that there is none yet. */
const PATIENCE_MS = 8_000

/** Between one question and the next, where nobody knows the outcome. */
const PAUSES_MS = [500, 1_500, 3_000]

/**
 * Does the work, again and again while it only fails for want of an answer. Null where its caller can't be kept waiting
 * any longer, or where it fails for another reason; the work may go on all the same.
 */
export function patiently<T>(work: () => Promise<T>): Promise<T | null> {
  return within(
    PATIENCE_MS,
    insist(work).catch(() => null),
  )
}

/** What comes in time; null where it doesn't. */
export async function within<T>(milliseconds: number, coming: Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), milliseconds)
  try {
    return await Promise.race([coming, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await work()
    } catch (error) {
      const milliseconds = PAUSES_MS[round]
      const passing = error instanceof OutcomeUnknown || error instanceof Unavailable
      if (!passing || milliseconds === undefined) throw error
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
    }
  }
}
