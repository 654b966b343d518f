import { forget, keep, kept } from './kept.ts'

/**
 * The token of the link that the portal was opened by. It is taken out of the address at once, so that nobody copies it
 * with the address, and it is in no history.
 */
export function takeToken(): string | null {
  const given = /^#session=([\w.-]+)$/.exec(location.hash)?.[1]
  if (given === undefined) return kept('session')
  // What is being bought stays: it knows of which account it is, and may have been left by a link that ended.
  if (given !== kept('session')) for (const name of ['draft', 'return_url']) forget(name)
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
