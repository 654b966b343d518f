import { type CallOptions, freshKey, ScripError } from '@scrip/sdk'
import { type About, natures } from './about.ts'

interface Call<W> {
  readonly key: string
  readonly wish: W
  /** When it was asked for first, by the clock of this browser. */
  readonly at: number
  /** Whether it is known to be done, and only nobody was there to see the answer. */
  isDone: boolean
}

/**
 * The calls that are not over: no answer came to them yet, or nobody saw it. They stand under what they are about and
 * what was asked for, and outlast the dialog that asked: whoever closes it and asks for the same again asks under the
 * same key, and it is done once.
 */
const unanswered = new Map<string, Map<string, Call<unknown>>>()

/** The server knows a key for a day. The hour is for a call that was long under way, and for clocks that are not set. */
const KNOWN_MS = 23 * 3_600_000

/** Whether its key still does it once. One that the clock has gone back behind is as good as old. */
function isKnown({ at }: Call<unknown>): boolean {
  const age = Date.now() - at
  return age >= 0 && age < KNOWN_MS
}

/** It was asked for so long ago that asking again might do it twice, so it was not asked again. */
export class AskedTooLongAgo extends Error {
  override readonly name = 'AskedTooLongAgo'
}

const nameOf = (about: About): string => JSON.stringify(about)

/** What one dialog asks for, from when it is opened until it is closed. */
export interface Asking<W> {
  /** Whether something was asked for before it was opened that nobody knows the outcome of, or has seen the answer to. */
  readonly before: 'unanswered' | 'unseen' | null
  /** What was asked for last of what is not over, here or before. */
  last(): W | undefined
  /** Asks under the key of the wish, which is kept until it is known what became of the call. */
  ask<A>(wish: W, call: (options: CallOptions) => Promise<A>, isSeen?: () => boolean): Promise<A>
}

/**
 * The wishes that are not over when it is opened keep their keys here to the end, though an answer to the earlier call
 * comes meanwhile: who reads here that the same is done once can rely on it.
 */
export function openAsking<W>(about: About): Asking<W> {
  const name = nameOf(about)
  const adds = natures[about[0]] === 'adds'
  for (const [said, call] of unanswered.get(name) ?? []) if (!isKnown(call)) drop(name, said, call)
  const known = new Map((adds ? unanswered.get(name) : undefined) as Map<string, Call<W>> | undefined)
  const earlier = [...known.values()]
  let last = earlier.at(-1)
  return {
    before: earlier.length === 0 ? null : earlier.every(({ isDone }) => isDone) ? 'unseen' : 'unanswered',
    last: () => last?.wish,
    async ask(wish, call, isSeen = () => true) {
      const said = JSON.stringify(wish)
      const before = known.get(said)
      if (before && !isKnown(before)) {
        drop(name, said, before)
        known.delete(said)
        throw new AskedTooLongAgo('Look first whether it was done, and ask for it anew where it was not.')
      }
      const asked: Call<W> = before ?? { key: freshKey(), wish, at: Date.now(), isDone: false }
      last = asked
      known.set(said, asked)
      if (adds) keep(name, said, asked)
      try {
        const answer = await call({ idempotencyKey: asked.key, isNewKey: before === undefined })
        asked.isDone = true
        if (isSeen()) drop(name, said, asked)
        if (!adds) known.delete(said)
        return answer
      } catch (error) {
        if (!mayBeDone(error)) {
          drop(name, said, asked)
          known.delete(said)
        }
        throw error
      }
    },
  }
}

function keep(name: string, said: string, call: Call<unknown>): void {
  const calls = unanswered.get(name) ?? new Map<string, Call<unknown>>()
  unanswered.set(name, calls.set(said, call))
}

/** It is known what became of it: the same again, asked for anew, is another call. */
function drop(name: string, said: string, call: Call<unknown>): void {
  const calls = unanswered.get(name)
  if (calls?.get(said) !== call) return
  calls.delete(said)
  if (calls.size === 0) unanswered.delete(name)
}

/** Where one outcome takes the place of those before, what was asked earlier is over, answered or not. */
export const settleAll = (about: About): unknown => unanswered.delete(nameOf(about))

/** Whether what was asked for may be done although no answer says so. */
export const mayBeDone = (error: unknown): boolean => error instanceof ScripError && error.mayBeDone
