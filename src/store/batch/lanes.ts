import type { Instant } from '../../core/instant.ts'
import type { AnswerTo, Command, Outcome } from '../../core/ledger/command.ts'
import { type Lane, tooMuchWaits } from './lane.ts'

/** So many commands are worth a second batch beside the first: it costs PostgreSQL less than they do. */
const CROWD = 250
/** A batch that takes so long keeps others waiting, however few they are. */
const LONG_MS = 100
/** How long the lanes stay open after a crowd. */
const CROWDED_MS = 1_000

/**
 * Spreads commands over the lanes by account while there is a crowd of them. Otherwise the first lane has them all:
 * what a batch costs whatever is in it is the most of what a small one costs.
 */
export class Lanes {
  readonly #lanes: readonly Lane[]
  readonly #first: Lane
  readonly #crowd: number
  #crowded_until = 0

  constructor(lanes: readonly Lane[], crowd = CROWD) {
    const [first] = lanes
    if (!first) throw new Error('there are no lanes')
    this.#lanes = lanes
    this.#first = first
    this.#crowd = crowd
  }

  submit<C extends Command>(command: C, now: Instant): Promise<Outcome<AnswerTo<C>>> {
    return new Promise((resolve, reject) => {
      const [lane] = this.#lanesOf([command])
      lane?.submit(command, now, resolve as (outcome: Outcome) => void, reject)
    })
  }

  /**
   * All the outcomes in the commands' order. One that fails for a reason of ours fails them all, to be asked again. Where
   * a lane has no room for all of its own, none of them is queued.
   */
  submitAll<C extends Command>(commands: readonly C[], now: Instant): Promise<Outcome<AnswerTo<C>>[]> {
    return new Promise((resolve, reject) => {
      const outcomes = new Array<Outcome>(commands.length)
      let missing = commands.length
      if (missing === 0) resolve([])
      const lanes = this.#lanesOf(commands)
      if (!haveRoom(lanes)) return reject(tooMuchWaits())
      commands.forEach((command, i) => {
        const done = (outcome: Outcome) => {
          outcomes[i] = outcome
          missing -= 1
          if (missing === 0) resolve(outcomes as Outcome<AnswerTo<C>>[])
        }
        lanes[i]?.submit(command, now, done, reject)
      })
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()))
  }

  /** The lane of each: of an account's commands that come together all go to one, and so keep their order. */
  #lanesOf(commands: readonly Command[]): Lane[] {
    const isCrowded = this.#isCrowded(commands.length)
    return commands.map(({ account }) => {
      const lane = isCrowded ? this.#lanes[hash(account) % this.#lanes.length] : undefined
      return lane ?? this.#first
    })
  }

  /**
   * Whether a crowd waits, or others wait for something long, or did a moment ago. When that changes, an account may
   * for once be in two lanes. Those wait for each other as two servers do.
   */
  #isCrowded(more: number): boolean {
    const now = performance.now()
    const waiting = this.#lanes.reduce((sum, lane) => sum + lane.waiting, more)
    const isLong = this.#lanes.some((lane) => lane.busyFor(now) > LONG_MS)
    if (waiting >= this.#crowd || isLong) this.#crowded_until = now + CROWDED_MS
    return now < this.#crowded_until
  }
}

/** Whether each lane has room for as many as it is named here. */
function haveRoom(lanes: readonly Lane[]): boolean {
  const counts = new Map<Lane, number>()
  for (const lane of lanes) counts.set(lane, (counts.get(lane) ?? 0) + 1)
  return [...counts].every(([lane, count]) => lane.room >= count)
}

/** FNV-1a, which spreads ids that differ in their last letters only. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
