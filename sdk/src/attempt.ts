import type { Problem } from './api.ts'
import { ScripMisuse } from './misuse.ts'
import { retryAfterSeconds } from './pause.ts'
import { type Attempted, ScripRefusal, ScripUnreachable, type Trouble } from './refusal.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** One request as it is sent. */
export interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface Answered {
  readonly answer: unknown
}

/**
 * What a failed attempt tells of what was asked for.
 * - `unknown`: it may have been done.
 * - `unsaid`: this attempt did not do it, and says nothing of those before it under the same key.
 * - `not done`: the key was looked at, and the answer is no.
 */
export type Outcome = 'unknown' | 'unsaid' | 'not done'

/** An attempt that came to nothing, and whether another one may do better. */
export interface Failed {
  readonly passing: boolean
  readonly outcome: Outcome
  /** False where there was nobody to connect to. */
  readonly wasSent: boolean
  readonly retryAfter_ms: number | null
  readonly error: (attempted: Attempted & { readonly wasSent: boolean }) => ScripRefusal | ScripUnreachable
}

/** Statuses that may be others in a moment. Of the 409s only one is: the key is under way with another call. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

/** Said before anybody looks at the key. Who is not allowed now may have been when it was sent before. */
const AT_THE_DOOR = new Set([401, 425, 429])
/** The call, or the payment in it, is still under way. */
const UNDER_WAY = new Set(['idempotency_key_in_use', 'payment_pending'])

/** What a refusal tells. */
export function outcomeOf({ status, code }: { readonly status: number; readonly code: string }): Outcome {
  if (status >= 500 || status === 408 || UNDER_WAY.has(code)) return 'unknown'
  return AT_THE_DOOR.has(status) || code === 'forbidden' ? 'unsaid' : 'not done'
}

/** Sends a request once, and takes no longer than so long for all of it, the body included. */
export async function attempt(
  fetch: Fetch,
  { url, ...init }: Sent,
  timeout_ms: number,
  signal: AbortSignal | undefined,
): Promise<Answered | Failed> {
  signal?.throwIfAborted()
  checkHeaders(init.headers)
  const stop = new AbortController()
  const abort = () => stop.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(() => stop.abort(), timeout_ms)
  try {
    // A redirect that is followed turns a POST into a GET, which would be answered, and with something else.
    const response = await fetch(url, { ...init, redirect: 'manual', signal: stop.signal })
    return read(response, await response.text())
  } catch (cause) {
    signal?.throwIfAborted()
    return stop.signal.aborted
      ? trouble('timeout', `There was no answer within ${Math.ceil(timeout_ms)} ms.`, true)
      : trouble(
          'network',
          `The connection failed: ${reasonOf(cause)}.`,
          true,
          { cause },
          null,
          !isNobody(cause),
        )
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/**
 * A header that can't be one, such as a key with a line break in it, is the caller's mistake, and no network's. What the
 * platform says of it holds the whole header, and a key is nobody else's to read.
 */
function checkHeaders(headers: Sent['headers']): void {
  try {
    new Headers(headers)
  } catch {
    throw new ScripMisuse('The key, or a header, has a character that no header can have.')
  }
}

function read(response: Response, text: string): Answered | Failed {
  const { status, ok } = response
  const body = parsed(text)
  // Scrip answers objects, where it answers anything.
  if (ok && (text === '' || isObject(body))) return { answer: body }
  if (!ok && isProblem(body)) return refused(response, body)
  const what = status === 0 || (status >= 300 && status < 400) ? 'a redirect' : `status ${status}`
  const message = `Something else than Scrip answered, with ${what}. Check the base URL.`
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'))
  return trouble('answer', message, PASSING.has(status), { status }, retryAfter)
}

function refused({ status, headers }: Response, problem: Problem): Failed {
  const { code, title, detail, errors, correlation_id, purchase } = problem
  const seconds = retryAfterSeconds(headers.get('retry-after'))
  const refusal = {
    code,
    status,
    title,
    detail,
    fields: errors ?? [],
    correlationId: correlation_id ?? headers.get('x-request-id'),
    purchase: purchase ?? null,
    retryAfterSeconds: seconds,
  }
  return {
    passing: PASSING.has(status) || code === 'idempotency_key_in_use',
    outcome: outcomeOf({ status, code }),
    wasSent: true,
    retryAfter_ms: seconds === null ? null : seconds * 1000,
    error: (attempted) => new ScripRefusal(refusal, attempted),
  }
}

const trouble = (
  reason: Trouble,
  message: string,
  passing: boolean,
  options: ErrorOptions & { readonly status?: number } = {},
  seconds: number | null = null,
  wasSent = true,
): Failed => ({
  passing,
  outcome: wasSent ? 'unknown' : 'unsaid',
  wasSent,
  retryAfter_ms: seconds === null ? null : seconds * 1000,
  error: (attempted) => new ScripUnreachable(message, reason, attempted, options),
})

const isObject = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !Array.isArray(body)

const isProblem = (body: unknown): body is Problem =>
  isObject(body) && 'code' in body && typeof body.code === 'string'

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether there was nobody to connect to. Browsers don't tell, and then it may have been sent. */
const isNobody = (error: unknown): boolean => NOBODY.has(reasonOf(error))

const NOBODY = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'bad port',
  // Of Bun.
  'ConnectionRefused',
  'FailedToOpenSocket',
])

interface Reason {
  readonly code?: unknown
  readonly message?: unknown
}

/** What fetch throws says little; what lies under it says more. */
function reasonOf(error: unknown): string {
  const { code, message, cause } = error as Reason & { readonly cause?: Reason }
  return String(cause?.code ?? cause?.message ?? code ?? message ?? error)
}
