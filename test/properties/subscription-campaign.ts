import fc from 'fast-check'
import type { ConnectionConfig } from '../../src/store/session/connection-config.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { lookAtEnd } from './subscription-end.ts'
import { Disagreement } from './subscription-look.ts'
import { STEPS, type SubscriptionStep } from './subscription-steps.ts'
import type { SubscriptionSubject } from './subscription-subject.ts'
import { type Tally, Walker } from './subscription-walk.ts'

interface Walk {
  readonly begin: number
  readonly steps: readonly SubscriptionStep[]
}

const small = fc.nat(999)
const step: fc.Arbitrary<SubscriptionStep> = fc.tuple(fc.nat(STEPS - 1), small, small, small)
const stepsOf = (minLength: number, maxLength: number) =>
  fc.array(step, { minLength, maxLength, size: 'max' })
const anyWalk: fc.Arbitrary<Walk> = fc.record({
  begin: fc.nat(104),
  steps: fc.oneof({ weight: 5, arbitrary: stepsOf(6, 18) }, { weight: 1, arbitrary: stepsOf(20, 45) }),
})

export interface Ground {
  readonly subject: SubscriptionSubject
  readonly server: ConnectionConfig
}

export interface SubscriptionCampaign {
  readonly seed: number
  readonly runs: number
  readonly from?: number
  readonly together?: number
  readonly shrink?: boolean
}

/** Which of a campaign's walks ended otherwise than the model says. */
export class SubscriptionWalkFailed extends Error {
  readonly path: number

  constructor(path: number, message: string, options: ErrorOptions) {
    super(message, options)
    this.path = path
  }
}

/** Many walks, some at the same time; the first one that fails is walked again alone, and shortened. */
export async function subscriptionCampaign(
  ground: Ground,
  { seed, runs, from = 0, together = 6, shrink = true }: SubscriptionCampaign,
): Promise<{ readonly steps: number; readonly tally: Tally }> {
  const walks = fc.sample(anyWalk, { seed, numRuns: runs })
  const failed = new Map<number, unknown>()
  const tally: Tally = new Map()
  let [next, steps, latest] = [from, 0, 0]
  const one = async (): Promise<void> => {
    for (let i = next++; i < runs && failed.size === 0; i = next++) {
      const taken = walks[i] as Walk
      const isOver = () => failed.size > 0
      try {
        latest = Math.max(latest, await walk(ground, `subs_${seed}_${i}`, taken, tally, isOver))
        steps += taken.steps.length
      } catch (error) {
        failed.set(i, error)
      }
    }
  }
  await Promise.all(Array.from({ length: together }, one))
  const [first] = [...failed].sort(([a], [b]) => a - b)
  if (first) {
    const [path, error] = first
    const found = shrink ? await shortest(ground, seed, path) : ''
    const repeat = `seed ${seed}, walk ${path} (SCRIP_SEED=${seed} repeats it)`
    throw new SubscriptionWalkFailed(path, `${repeat}\n${found}${(error as Error).message}`, { cause: error })
  }
  await allVerified(ground, latest)
  return { steps, tally }
}

/** Walks one account from its opening to its end, and answers when that was. */
async function walk(
  { subject }: Ground,
  account: string,
  { begin, steps }: Walk,
  tally: Tally = new Map(),
  isOver: () => boolean = () => false,
): Promise<number> {
  const walker = new Walker(subject, account, begin, { tally })
  try {
    await walker.open()
    for (const taken of steps) {
      if (isOver()) return walker.now
      await walker.step(taken)
    }
    await lookAtEnd(walker)
    return walker.now
  } catch (error) {
    const message = `${(error as Error).message}\n${walker.trace.join('\n')}`
    throw new Disagreement(message, { cause: error })
  }
}

/** All is well in the whole database. */
async function allVerified({ server }: Ground, now: number): Promise<void> {
  const {
    breaches: [first],
  } = await verify(server, { now })
  if (first) throw new Disagreement(`verify: ${first.invariant}: ${first.account}: ${first.what}`)
}

async function shortest(ground: Ground, seed: number, path: number): Promise<string> {
  let tries = 0
  const property = fc.asyncProperty(anyWalk, async (taken) => {
    const account = `alone_${seed}_${path}_${tries++}`
    await walk(ground, account, taken)
  })
  const details = await fc.check(property, {
    seed,
    path: String(path),
    interruptAfterTimeLimit: 20_000,
    markInterruptAsFailure: false,
  })
  if (!details.failed || !details.counterexample) return 'It did not fail again alone.\n'
  const report = (details.errorInstance as Error | null)?.message ?? ''
  return `Shrunk to ${JSON.stringify(details.counterexample[0])}:\n${report}\nAt first:\n`
}
