import type { Desk } from './desk.ts'
import { permissionIn } from './errors.ts'

/** How often the same is said again. */
const AGAIN_MS = 60_000

/** What the SDK tells of an answer. */
interface Answered {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly request_id: string
  readonly body?: unknown
}

/**
 * Tells the operator of every kind of call that the key may not make. Whatever becomes of such a call, nobody but the
 * operator can mend it, so none of it is left to whoever made the call.
 */
export function watchKey({ clock, log, stripe }: Pick<Desk, 'clock' | 'log' | 'stripe'>): void {
  const said = new Map<string, number>()
  stripe.on('response', ({ body, method, path, request_id, status }: Answered) => {
    if (status !== 401 && status !== 403) return
    const lacking = permissionIn(messageIn(body))
    const [bare = ''] = path.split('?')
    const kind = `${status} ${lacking ?? `${method} ${bare.split('/').slice(0, 3).join('/')}`}`
    const now = clock.now()
    if (now - (said.get(kind) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return
    said.set(kind, now)
    const what =
      status === 401
        ? 'Stripe does not know STRIPE_SECRET_KEY, so nothing can be sold, renewed or refunded.'
        : `Stripe does not let STRIPE_SECRET_KEY do this: ${lacking ?? 'a permission'} is missing.`
    log.error(
      { method, path: bare, status, request: request_id },
      `${what} docs/stripe.md lists what it needs.`,
    )
  })
}

function messageIn(body: unknown): string {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : null
  return typeof message === 'string' ? message : ''
}
