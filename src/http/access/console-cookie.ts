import type { IncomingHttpHeaders } from 'node:http'
import { IDLE_MS } from './console-token.ts'

/** Set by the console's own calls. No other site's page can send it: that needs a leave which is given to nobody. */
export const CONSOLE_MARK = 'x-scrip-console'

const PLAIN = 'scrip_console'

/** By https a browser takes it under this name from this host alone: no neighbouring subdomain can plant its own. */
const nameOf = (secure: boolean): string => (secure ? `__Host-${PLAIN}` : PLAIN)

/** As `jose` writes what is sealed by a shared secret. */
const TOKEN = /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/
const MAX_LENGTH = 1024

/** The token of whoever signed in at the console; null where the call isn't one of the console's own. */
function consoleTokenOf({ cookie, ...headers }: IncomingHttpHeaders, secure: () => boolean): string | null {
  if (cookie === undefined || headers[CONSOLE_MARK] !== '1') return null
  // Where the browser says from where a call comes, it must be from the console itself.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return null
  const ours = nameOf(secure())
  for (const part of cookie.split(';')) {
    const [name, value = ''] = part.trim().split('=', 2)
    if (name === ours && value.length <= MAX_LENGTH && TOKEN.test(value)) return value
  }
  return null
}

/** Before what came in the cookie. No header can hold it, so what was in a cookie is good for nothing anywhere else. */
const BY_COOKIE = '\0'

/** What stands for a key where the call is the console's own. */
export function consoleBearerOf(headers: IncomingHttpHeaders, secure: () => boolean): string | null {
  const token = consoleTokenOf(headers, secure)
  return token === null ? null : BY_COOKIE + token
}

/** The token again; null of what is no bearer of the console's. */
export const tokenOfConsole = (bearer: string): string | null =>
  bearer.startsWith(BY_COOKIE) ? bearer.slice(BY_COOKIE.length) : null

/** With the token in it; null signs out. */
export function consoleCookie(token: string | null, secure: boolean): string {
  const life = token === null ? 0 : IDLE_MS / 1000
  const parts = [
    `${nameOf(secure)}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${life}`,
  ]
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ')
}
