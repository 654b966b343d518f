import { Webhook } from 'standardwebhooks'
import type { Clock } from '../core/ports.ts'
import type { Attempt } from '../core/webhooks/attempt.ts'
import type { DueDelivery } from '../core/webhooks/delivery.ts'

/** How long an endpoint may take to answer. */
const ANSWER_WITHIN_MS = 10_000

/**
 * Sends a delivery once, signed as Standard Webhooks says. Only a 2xx is a yes; where it leads elsewhere nobody
 * follows, because the signature was meant for that place alone. Null where it was cut short.
 */
export async function sendWebhook(
  { url, event, secrets }: DueDelivery,
  body: object,
  clock: Clock,
  cut: AbortSignal,
): Promise<Attempt | null> {
  const late = AbortSignal.timeout(ANSWER_WITHIN_MS)
  try {
    const text = JSON.stringify(body)
    const at = new Date(clock.now())
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Scrip',
      'webhook-id': event,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(event, at, text)).join(' '),
    }
    const signal = AbortSignal.any([late, cut])
    const answer = await fetch(url, { method: 'POST', headers, body: text, redirect: 'manual', signal })
    // What it says beside the status is nobody's, however long it is.
    answer.body?.cancel().catch(() => {})
    const { status, ok } = answer
    return { status, error: ok ? null : `The endpoint answered ${status}.`, at: clock.now() }
  } catch (error) {
    if (cut.aborted) return null
    return { status: null, error: late.aborted ? LATE : reasonOf(error), at: clock.now() }
  }
}

const LATE = `The endpoint did not answer within ${ANSWER_WITHIN_MS / 1000} seconds.`

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  const { code, message: why } = (cause ?? {}) as { code?: string; message?: string }
  return `The endpoint was not reached: ${[code, why || message].filter(Boolean).join(': ')}`
}
