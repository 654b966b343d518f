import { freshKey, ScripError } from '@scrip/sdk'

/** What is done, and to what: `['refund', account, purchase]`. */
export type About = readonly string[]

/**
 * The keys of calls that no answer has come to, under what they are about and what was asked for. They outlast the
 * dialog that asked: whoever closes it and asks for the same again asks under the same key, and it is done once.
 */
const open = new Map<string, Map<string, string>>()

function keyOf(about: About, wish: unknown): string {
  const name = JSON.stringify(about)
  const said = JSON.stringify(wish)
  const keys = open.get(name) ?? new Map<string, string>()
  open.set(name, keys)
  const key = keys.get(said) ?? freshKey()
  keys.set(said, key)
  return key
}

/** It is known what became of it: the same again is another call. */
function settle(about: About, wish: unknown): void {
  const name = JSON.stringify(about)
  const keys = open.get(name)
  keys?.delete(JSON.stringify(wish))
  if (keys?.size === 0) open.delete(name)
}

/** Where one outcome takes the place of those before, what was asked earlier is over, answered or not. */
export const settleAll = (about: About): unknown => open.delete(JSON.stringify(about))

export const isUnanswered = (about: About): boolean => open.has(JSON.stringify(about))

/** Whether what was asked for may be done although no answer says so. */
export const mayBeDone = (error: unknown): boolean => error instanceof ScripError && error.mayBeDone

/** Does it under its key, which is kept for as long as nobody knows what became of the call. */
export async function askOnce<A>(about: About, wish: unknown, ask: (key: string) => Promise<A>): Promise<A> {
  try {
    const answer = await ask(keyOf(about, wish))
    settle(about, wish)
    return answer
  } catch (error) {
    if (!mayBeDone(error)) settle(about, wish)
    throw error
  }
}
