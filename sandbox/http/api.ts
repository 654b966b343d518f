import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../calls.ts'
import { ApiError, malformed, unknownPath } from '../errors.ts'
import type { Fault } from '../faults.ts'
import { newId } from '../ids.ts'
import { routes } from '../routes.ts'
import type { Sandbox } from '../sandbox.ts'
import { API_VERSION } from '../wire.ts'
import { authenticate } from './authenticate.ts'
import { bodyOf } from './body.ts'
import { expanded } from './expand.ts'
import { parseForm } from './form.ts'
import { fingerprint, inUse, type Remembered } from './idempotency.ts'
import { routerOf } from './router.ts'
import { readShape } from './shape.ts'

const routeOf = routerOf(routes)

interface Answer extends Remembered {
  replayed?: boolean
}

/** Answers a call of Stripe's API, with whatever was told to go wrong with it. */
export async function answerApi(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox')
  const method = request.method ?? 'GET'
  const body = await bodyOf(request)
  const key = method === 'POST' ? header(request, 'idempotency-key') : undefined
  const call = sandbox.calls.add({
    at: sandbox.clock.now(),
    method,
    path: pathname,
    params: parseForm(method === 'POST' ? body : search),
    idempotency_key: key ?? null,
    request_id: newId('req', 14),
  })
  const faults = sandbox.faults.take(method, pathname)
  call.faults = faults.map(({ kind }) => kind)
  const met = (kind: Fault['kind'], when?: Fault['when']) =>
    faults.find((fault) => fault.kind === kind && (when === undefined || fault.when === when))
  if (met('reset')) return cut(request)

  const busy = key !== undefined && sandbox.keys.busy.has(key)
  if (key !== undefined && !busy) sandbox.keys.busy.add(key)
  let answer: Answer
  try {
    const slow = met('slow')
    if (slow) await sleep(slow.ms)
    answer = busy ? told(call, inUse(key)) : answerOf(sandbox, request, call, faults)
  } finally {
    if (key !== undefined && !busy) sandbox.keys.busy.delete(key)
  }
  // What is replayed may have been done only just now.
  await sandbox.group.written()
  call.status = answer.status
  call.replayed = answer.replayed ?? false
  if (met('lose_answer')) return cut(request)
  const hang = met('hang')
  if (hang) {
    await sleep(hang.ms, undefined, { ref: false })
    return cut(request)
  }
  send(response, call, key, answer)
}

function answerOf(sandbox: Sandbox, request: IncomingMessage, call: Call, faults: readonly Fault[]): Answer {
  const limited = faults.some(({ kind }) => kind === 'rate_limit')
  const error = faults.find(({ kind }) => kind === 'error')
  if (limited) return told(call, tooMany())
  if (error?.when === 'before') return told(call, broken(error.status, call))
  try {
    authenticate(request.headers)
    const match = routeOf(call.method, call.path)
    if (match === undefined) throw unknownPath(call.method, call.path)
    const { route, ids } = match
    const params = readShape(route.shape, call.params) as { expand?: string[] }
    return perform(sandbox, call, error, (work) => {
      const object = route.run(work, params as never, ids)
      return JSON.stringify(expanded(work, object, params.expand ?? []), null, 2)
    })
  } catch (thrown) {
    if (thrown instanceof ApiError) return told(call, thrown)
    sandbox.log(`${call.method} ${call.path} broke: ${thrown instanceof Error ? thrown.stack : thrown}`)
    return told(call, broken(500, call))
  }
}

/** Does it once for a key: the first answer is written with the work, and read for every later call. */
function perform(
  sandbox: Sandbox,
  call: Call,
  error: Fault | undefined,
  run: Parameters<Sandbox['work']>[1],
): Answer {
  const { idempotency_key: key, method, path, request_id } = call
  const now = sandbox.clock.seconds()
  const print = fingerprint(method, path, call.params)
  if (key !== null && key.length > 255)
    throw malformed('An idempotency key has at most 255 characters.', 'parameter_invalid', 'idempotency_key')
  const first = key === null ? undefined : sandbox.keys.find(key, print, now)
  if (first !== undefined) return { ...first, replayed: true }
  const origin = { method, path, request: { id: request_id, idempotency_key: key } }
  let answer: Answer = { status: 500, body: '', request_id }
  sandbox.work(origin, run, (outcome, work) => {
    answer = outcome.ok ? { status: 200, body: String(outcome.value), request_id } : told(call, outcome.error)
    // As Stripe does: what a key replays may be an error of the server's own, though the work was done.
    if (error !== undefined) answer = told(call, broken(error.status, call))
    const remembered = outcome.ok || outcome.error.remembered
    work.objects.flush()
    if (key !== null && remembered && method === 'POST') sandbox.keys.remember(key, print, answer, now)
  })
  return answer
}

function told(call: Call, error: ApiError): Answer {
  call.error_code = error.body.code ?? error.body.type
  const body = { ...error.body, request_log_url: `https://dashboard.stripe.com/test/logs/${call.request_id}` }
  return { status: error.status, body: JSON.stringify({ error: body }, null, 2), request_id: call.request_id }
}

function broken(status: number, { method, path }: Call): ApiError {
  if (status === 401 || status === 403) {
    const message = status === 401 ? 'Invalid API Key provided: sk_test_****' : forbids(method, path)
    return new ApiError(status, { type: 'invalid_request_error', message }, { remembered: false })
  }
  const message = 'An unknown error occurred. This one was made by the sandbox.'
  return new ApiError(status, { type: 'api_error', message }, { remembered: false })
}

/** As to a restricted key. The permissions' own names are Stripe's; these are made of the path. */
function forbids(method: string, path: string): string {
  const noun = (path.split('/')[2] ?? '').replace(/s$/, '')
  const permission = `rak_${noun}_${method === 'GET' ? 'read' : 'write'}`
  return `The provided key 'rk_test_****' does not have the required permissions for this endpoint on account 'acct_sandbox'. Having the '${permission}' permission would allow this request to continue.`
}

const tooMany = () =>
  new ApiError(
    429,
    {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded. Please retry later.',
    },
    { remembered: false },
  )

function send(response: ServerResponse, call: Call, key: string | undefined, answer: Answer): void {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'request-id': call.request_id,
    'stripe-version': API_VERSION,
    'cache-control': 'no-cache, no-store',
  }
  if (key !== undefined) headers['idempotency-key'] = key
  if (key !== undefined) headers['original-request'] = answer.request_id
  if (answer.replayed) headers['idempotent-replayed'] = 'true'
  // A key replays this error however often it is asked.
  if (answer.replayed && answer.status >= 500) headers['stripe-should-retry'] = 'false'
  response.writeHead(answer.status, headers).end(answer.body)
}

/** Ends the connection as a broken network does, without an answer. */
function cut(request: IncomingMessage): void {
  request.socket.resetAndDestroy()
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value || undefined
}
