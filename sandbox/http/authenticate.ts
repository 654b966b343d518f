import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '../errors.ts'
import { API_VERSION } from '../wire.ts'

const refuse = (message: string) =>
  new ApiError(401, { type: 'invalid_request_error', message }, { remembered: false })

/** Any test key opens the sandbox. A live key is refused, so that nobody takes one for the other. */
export function authenticate(headers: IncomingHttpHeaders): void {
  const key = keyOf(headers.authorization ?? '')
  if (key === undefined)
    throw refuse(
      'You did not provide an API key. Provide it in the Authorization header, as in "Bearer sk_test_…".',
    )
  if (/^(sk|rk)_live_/.test(key))
    throw refuse('This is the sandbox, and the key is a live one. It takes keys that begin with sk_test_.')
  if (!/^(sk|rk)_test_\w+$/.test(key)) throw refuse(`Invalid API Key provided: ${hidden(key)}`)
  const version = headers['stripe-version']
  if (version !== undefined && version !== API_VERSION)
    throw new ApiError(
      400,
      {
        type: 'invalid_request_error',
        message: `The sandbox speaks the API version ${API_VERSION}, not ${version}.`,
      },
      { remembered: false },
    )
}

function keyOf(header: string): string | undefined {
  const [scheme = '', value] = header.split(' ')
  if (value === undefined) return undefined
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0]
}

const hidden = (key: string) =>
  key.length < 8 ? '*'.repeat(key.length) : `${key.slice(0, 4)}****${key.slice(-4)}`
