import type { Instant } from '../../core/instant.ts'
import type { AnswerTo, Command, Outcome } from '../../core/ledger/command.ts'
import { type Lane, tooMuchWaits } from './lane.ts'

/** Spreads commands over the lanes by account, so that an account's commands keep their order. */
export class Lanes {
  readonly #lanes: readonly Lane[]

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes
  }

  submit<C extends Command>(command: C, now: Instant): Promise<Outcome<AnswerTo<C>>> {
    return new Promise((resolve, reject) => {
      this.#laneOf(command.account).submit(command, now, resolve as (outcome: Outcome) => void, reject)
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
      const lanes = commands.map(({ account }) => this.#laneOf(account))
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

  #laneOf(account: string): Lane {
    const lane = this.#lanes[hash(account) % this.#lanes.length]
    if (!lane) throw new Error('there are no lanes')
    return lane
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
