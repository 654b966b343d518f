import { isRefusal, type Refusal, type RefusalCode } from '../core/refusal.ts'
import type { Rate } from './access/rate-limit.ts'

/** What HTTP itself refuses, whatever the route would have done. Closed, as core's own union is. */
export const httpRefusalCodes = [
  'invalid_request',
  'invalid_json',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'body_too_large',
  'unsupported_media_type',
  'rate_limited',
  // Where a face doesn't let a second call wait for the first one under its key.
  'idempotency_key_in_use',
  'unavailable',
  'internal',
] as const

export type HttpRefusalCode = (typeof httpRefusalCodes)[number]
export type AnyRefusalCode = RefusalCode | HttpRefusalCode

/** One faulty field of a request: `debits/3/amount`, and a sentence's end that says what is wrong with it. */
export interface FieldFault {
  readonly field: string
  readonly message: string
}

export interface HttpRefusal {
  readonly refused: HttpRefusalCode
  readonly detail: string
  readonly faults?: readonly FieldFault[]
  readonly headers?: Readonly<Record<string, string>>
  /** How far the caller is over its limit. */
  readonly rate?: Rate
}

export type AnyRefusal = Refusal | HttpRefusal

export const refuseHttp = (
  refused: HttpRefusalCode,
  detail: string,
  headers?: Readonly<Record<string, string>>,
): HttpRefusal => (headers ? { refused, detail, headers } : { refused, detail })

/** Input that can't be read, with every field that is at fault. */
export function invalid(faults: readonly FieldFault[]): HttpRefusal {
  const [first] = faults
  const more =
    faults.length > 1 ? ` and ${faults.length - 1} more ${faults.length > 2 ? 'faults' : 'fault'}` : ''
  const where = first && first.field !== '' ? `${first.field} ` : 'The request '
  return {
    refused: 'invalid_request',
    detail: first ? `${where}${first.message}${more}.` : 'The request can not be read.',
    faults,
  }
}

export const forbid = (detail: string): HttpRefusal => ({ refused: 'forbidden', detail })

/** Carries a refusal out of a place that can only throw. */
export class HttpRefused extends Error {
  readonly refusal: HttpRefusal
  constructor(refusal: HttpRefusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}

/** Of core or of HTTP. */
export const isAnyRefusal = (answer: unknown): answer is AnyRefusal => isRefusal(answer)
