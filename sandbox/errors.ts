import type { PaymentIntent, PaymentMethod, SetupIntent } from './wire.ts'

export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  doc_url?: string
  decline_code?: string
  advice_code?: string
  network_decline_code?: string
  charge?: string
  payment_intent?: PaymentIntent
  payment_method?: PaymentMethod
  setup_intent?: SetupIntent
  request_log_url?: string
}

interface Handling {
  /** Whether what was written before the error stays: a declined charge does, a refused request doesn't. */
  readonly keeps?: boolean
  /** Whether an idempotency key remembers it. What is refused before the work began isn't remembered. */
  readonly remembered?: boolean
}

/** An answer that is an error, in Stripe's own form. */
export class ApiError extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly keeps: boolean
  readonly remembered: boolean

  constructor(status: number, body: ErrorBody, { keeps = false, remembered = true }: Handling = {}) {
    super(body.message)
    this.status = status
    this.body = body.code === undefined ? body : { ...body, doc_url: docUrl(body.code) }
    this.keeps = keeps
    this.remembered = remembered
  }
}

const docUrl = (code: string) => `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`

/** The request can't be done as things are. */
export function refuse(message: string, code?: string, param?: string): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...given({ code, param }) })
}

/** The request isn't well formed; nothing was begun, so a key isn't used up. */
export function malformed(message: string, code: string, param: string): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, code, param }, { remembered: false })
}

export function missing(noun: string, id: string, param = 'id', status = 404): ApiError {
  const message = `No such ${noun}: '${id}'`
  return new ApiError(status, { type: 'invalid_request_error', message, code: 'resource_missing', param })
}

export function unknownPath(method: string, path: string): ApiError {
  const message = `Unrecognized request URL (${method}: ${path}). The sandbox simulates only what sandbox/README.md lists.`
  return new ApiError(404, { type: 'invalid_request_error', message }, { remembered: false })
}

function given<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
