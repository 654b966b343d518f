import type { Fault } from '../credits.ts'

/** What two readers of it might read differently. */
const AMBIGUOUS = /[\s\\\p{Cc}]/u

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** An absolute https URL; plain http is for this machine alone, because what is told is nobody else's business. */
export function endpointUrl(given: string | number): string | Fault {
  const text = String(given)
  const url = AMBIGUOUS.test(text) ? null : URL.parse(text)
  if (!url || !/^https?:\/\//i.test(text)) return { fault: 'must be an absolute https:// URL' }
  if (url.username !== '' || url.password !== '') return { fault: 'must not carry a user name or password' }
  if (url.protocol === 'http:' && !LOCAL.has(url.hostname))
    return { fault: 'must be https://, because only localhost is told over plain http://' }
  return text
}
