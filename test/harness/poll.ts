import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './wire.ts'

export interface Poll {
  /** Every answer so far, and when its question was asked. */
  readonly answers: readonly (Answer & { readonly asked_at: number })[]
  /** Those that were asked since a moment. */
  since(at: number): readonly Answer[]
  stop(): Promise<void>
}

/** Asks one question again and again, a little after each answer. */
export function poll(ask: () => Promise<Answer>): Poll {
  const answers: (Answer & { asked_at: number })[] = []
  let running = true
  const broken = { status: 0, headers: {}, body: null }
  const done = (async () => {
    while (running) {
      const asked_at = performance.now()
      const answer = await ask().catch(() => ({ ...broken, milliseconds: performance.now() - asked_at }))
      answers.push({ ...answer, asked_at })
      await sleep(50)
    }
  })()
  return {
    answers,
    since: (at) => answers.filter(({ asked_at }) => asked_at >= at),
    stop() {
      running = false
      return done
    },
  }
}
