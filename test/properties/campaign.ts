import fc from 'fast-check'
import type { Step } from './steps.ts'
import type { Subject } from './subject.ts'
import { type Tally, walk } from './walk.ts'

const small = fc.nat(999)

/** Debits, grants, holds, reversals, revocations, waiting, and many purchases: for what only comes up among those. */
const BUYING = [2, 5, 25, 35, 38, 44, 53, 57, 65, 67, 70, 82, 90, 101, 102, ...Array(9).fill(110)] as const

/** Mostly short walks, so that the few long ones are affordable. */
export function anyWalk(about?: Campaign['about']): fc.Arbitrary<Step[]> {
  const kind = about === 'buying' ? fc.constantFrom(...BUYING) : fc.nat(121)
  const step: fc.Arbitrary<Step> = fc.tuple(kind, small, small, small)
  const walkOf = (maxLength: number) => fc.array(step, { minLength: 5, maxLength, size: 'max' })
  return fc.oneof(
    { weight: 5, arbitrary: walkOf(40) },
    { weight: 4, arbitrary: walkOf(80) },
    { weight: 1, arbitrary: walkOf(200) },
  )
}

export interface Campaign {
  readonly seed: number
  readonly runs: number
  /** What the walks are about mostly; everything, unless it is said. */
  readonly about?: 'buying' | undefined
  /** The first walk that is walked of them all. */
  readonly from?: number
  /** How many go at the same time, each on an account of its own. */
  readonly together?: number
  /** Whether to look for the shortest walk that fails, which takes a while. */
  readonly shrink?: boolean
}

export interface Done {
  readonly runs: number
  readonly steps: number
  readonly tally: Tally
}

/** Many walks at once, so that the lanes commit them in groups; the first one that fails is walked again alone. */
export async function campaign(
  subject: Subject,
  { seed, runs, about, from = 0, together = 96, shrink }: Campaign,
): Promise<Done> {
  const walks = fc.sample(anyWalk(about), { seed, numRuns: runs })
  const failed = new Map<number, unknown>()
  const tally: Tally = new Map()
  let [next, steps] = [from, 0]
  const one = async (): Promise<void> => {
    for (let i = next++; i < runs && failed.size === 0; i = next++) {
      const taken = walks[i] as Step[]
      try {
        await walk(subject, `walk_${about ?? ''}_${seed}_${i}`, taken, tally, () => failed.size > 0)
        steps += taken.length
      } catch (error) {
        failed.set(i, error)
      }
    }
  }
  await Promise.all(Array.from({ length: together }, one))
  if (failed.size === 0) return { runs: runs - from, steps, tally }
  const [path, error] = [...failed].sort(([a], [b]) => a - b)[0] as [number, unknown]
  const found = shrink === false ? '' : await shortest(subject, seed, path, about)
  throw new WalkFailed(
    path,
    `seed ${seed}, path "${path}" (SCRIP_SEED=${seed} repeats it)\n${found}${(error as Error).message}`,
    { cause: error },
  )
}

/** Which of a campaign's walks ended otherwise than the model says. */
export class WalkFailed extends Error {
  readonly path: number

  constructor(path: number, message: string, options: ErrorOptions) {
    super(message, options)
    this.path = path
  }
}

async function shortest(
  subject: Subject,
  seed: number,
  path: number,
  about: Campaign['about'],
): Promise<string> {
  let tries = 0
  const property = fc.asyncProperty(anyWalk(about), async (steps) => {
    await walk(subject, `alone_${about ?? ''}_${seed}_${path}_${tries++}`, steps)
  })
  const details = await fc.check(property, {
    seed,
    path: String(path),
    interruptAfterTimeLimit: 20_000,
    markInterruptAsFailure: false,
  })
  if (!details.failed || !details.counterexample) return 'It did not fail again alone.\n'
  const report = (details.errorInstance as Error | null)?.message ?? ''
  return `Shrunk to ${JSON.stringify(details.counterexample[0])} (path "${details.counterexamplePath}"):\n${report}\nAt first:\n`
}
