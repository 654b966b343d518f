import { type Refusal, refuse } from '../refusal.ts'

/** What a browser and we might read differently. */
const AMBIGUOUS = /[\s\\\p{Cc}]/u

/** Refuses to send a buyer anywhere but to an absolute http(s) URL, of one of the allowed origins where there are some. */
export function checkRedirects(
  allowed: readonly string[] | null,
  urls: readonly (string | null)[],
): Refusal | null {
  for (const url of urls) {
    const fault = url === null ? null : faultOf(url, allowed)
    if (fault !== null) return refuse('redirect_not_allowed', `The redirect URL ${fault}`)
  }
  return null
}

function faultOf(text: string, allowed: readonly string[] | null): string | null {
  const url = AMBIGUOUS.test(text) ? null : URL.parse(text)
  if (!url || !/^https?:\/\//i.test(text)) return 'must be an absolute http:// or https:// URL.'
  if (url.username !== '' || url.password !== '') return 'must not carry a user name or password.'
  if (allowed === null || allowed.includes(url.origin)) return null
  return `is of ${url.origin}, which is not one of the allowed origins.`
}
