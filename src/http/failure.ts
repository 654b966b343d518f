import { BadCursor } from '../core/bad-cursor.ts'
import { Refused } from '../core/refusal.ts'
import { Unavailable } from '../core/unavailable.ts'
import { type AnyRefusal, HttpRefused, invalid, refuseHttp } from './refusals.ts'

export const MAX_BODY_BYTES = 1024 * 1024

/**
 * What a thrown error is to the caller. `internal` is a failure of ours, and says nothing of what went wrong. A broken
 * connection is the caller's only where the request `isCutShort`: others lead to the database, or to Stripe.
 */
export function refusalOf(error: unknown, isCutShort: boolean): AnyRefusal {
  if (error instanceof HttpRefused || error instanceof Refused) return error.refusal
  if (error instanceof Unavailable) {
    const seconds = String(Math.max(1, Math.ceil(error.retry_after_seconds)))
    return refuseHttp('unavailable', 'The service can not answer now. Try again in a moment.', {
      'Retry-After': seconds,
    })
  }
  // The store's own class; http may not import it.
  if (error instanceof BadCursor)
    return invalid([{ field: 'cursor', message: 'is none that this server gave out' }])
  return frameworkRefusal(error, isCutShort) ?? refuseHttp('internal', 'Something went wrong on our side.')
}

/** The errors of the framework that are the caller's doing. */
function frameworkRefusal(error: unknown, isCutShort: boolean): AnyRefusal | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuseHttp('body_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuseHttp('unsupported_media_type', 'Send the body as application/json.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalid([{ field: 'Content-Length', message: 'is not the length of the body' }])
    case 'FST_ERR_BAD_URL':
      return invalid([{ field: '', message: 'has a path whose percent-encoding is broken' }])
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return invalid([{ field: '', message: 'has a path with a part that is too long' }])
    case 'ECONNRESET':
    case 'ECONNABORTED':
      return isCutShort ? invalid([{ field: '', message: 'ended before its body did' }]) : null
    default:
      return null
  }
}
