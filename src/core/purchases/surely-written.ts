import { Unavailable, Uncertain } from '../unavailable.ts'

/** Between one look for what may have been written and the next. */
const PAUSES_MS = [50, 250, 1_000, 2_000]

/**
 * Writes something under an id that is its own from the beginning. Where nobody says whether it was committed, it is
 * looked for, and written again under the same id where it isn't there: so no caller is told of a failure whose work is
 * then done all the same.
 */
export async function surelyWritten<A>(write: () => Promise<A>, look: () => Promise<A | null>): Promise<A> {
  let uncertain = false
  for (let round = 0; ; round += 1) {
    try {
      return (uncertain ? await look() : null) ?? (await write())
    } catch (error) {
      uncertain ||= error instanceof Uncertain
      const milliseconds = PAUSES_MS[round]
      if (!uncertain || !(error instanceof Unavailable) || milliseconds === undefined) throw error
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
    }
  }
}
