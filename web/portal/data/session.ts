import { forget, keep, kept } from './kept.ts'

/**
 * The token of the link that the portal was opened by. It is taken out of the address at once, so that nobody copies it
 * with the address, and it is in no history.
 */
export function takeToken(): string | null {
  const given = /^#session=([\w.-]+)$/.exec(location.hash)?.[1]
  if (given === undefined) return kept('session')
  // Another link may be another person's: what the one before was about to buy is not theirs.
  if (given !== kept('session')) for (const name of ['draft', 'intent', 'return_url']) forget(name)
  keep('session', given)
  history.replaceState(null, '', location.pathname + location.search)
  return given
}

/** Where the server last said that the product is. What the token says is not proven, so it is not gone by. */
export const rememberReturn = (url: string | null): void =>
  url === null ? forget('return_url') : keep('return_url', url)
export const rememberedReturn = (): string | null => kept('return_url')

/** Pages of others can't be shown in a frame. */
export const isFramed = window.top !== window
