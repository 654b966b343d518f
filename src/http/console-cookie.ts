import type { IncomingHttpHeaders } from 'node:http'

/** Set by the console's own calls. No other site's page can send it: that needs a leave which is given to nobody. */
export const CONSOLE_MARK = 'x-scrip-console'

const PLAIN = 'scrip_console'

/** By https a browser takes it under this name from this host alone: no neighbouring subdomain can plant its own. */
const nameOf = (secure: boolean): string => (secure ? `__Host-${PLAIN}` : PLAIN)

const LASTS_SECONDS = 12 * 3600
const KEY = /^[\x21-\x3a\x3c-\x7e]{1,512}$/

/** The key of whoever signed in at the console; null where the call isn't one of the console's own. */
export function consoleKeyOf(
  { cookie, ...headers }: IncomingHttpHeaders,
  secure: () => boolean,
): string | null {
  if (cookie === undefined || headers[CONSOLE_MARK] !== '1') return null
  // Where the browser says from where a call comes, it must be from the console itself.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return null
  const ours = nameOf(secure())
  for (const part of cookie.split(';')) {
    const [name, value = ''] = part.trim().split('=', 2)
    if (name === ours && KEY.test(value)) return value
  }
  return null
}

/** Of a key that can stand in a cookie; null signs out. */
export function consoleCookie(key: string | null, secure: boolean): string {
  const life = key === null ? 0 : LASTS_SECONDS
  const parts = [`${nameOf(secure)}=${key ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${life}`]
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ')
}

export const isCookieKey = (key: unknown): key is string => typeof key === 'string' && KEY.test(key)
