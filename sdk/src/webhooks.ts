import type {
  Purchase,
  Subscription,
  SubscriptionEvent,
  Transition,
  WebhookDelivery,
  WebhookEndpoint,
} from './api.ts'
import { ScripMisuse } from './misuse.ts'

interface Told<T extends string, D, H> {
  readonly type: T
  /** When it happened. */
  readonly timestamp: string
  readonly account: string
  /** The thing, as it was after it. */
  readonly data: D
  /** What happened to it. */
  readonly happened: H
}

type Types<Prefix extends string> = Extract<WebhookDelivery['type'], `${Prefix}${string}`>

/** What Scrip tells. A newer server may tell of more than these, so a `switch` over the type needs its `default`. */
export type WebhookEvent =
  | Told<Types<'purchase.'>, Purchase, Transition>
  | Told<Types<'subscription.'>, Subscription, SubscriptionEvent>
  | (Omit<Told<Types<'ping'>, WebhookEndpoint, null>, 'account'> & { readonly account: null })

type HeaderBag = Readonly<Record<string, string | readonly string[] | undefined>>

export interface VerifyWebhook {
  /** The body exactly as it came, byte for byte: what was parsed and printed again has another signature. */
  readonly payload: string | Uint8Array | ArrayBuffer
  readonly headers: Headers | HeaderBag
  /** `whsec_…`; several while one takes the place of another. */
  readonly secret: string | readonly string[]
  /** How old, or how far ahead, it may be; five minutes unless said. */
  readonly toleranceSeconds?: number
}

export type WebhookFault = 'headers' | 'timestamp' | 'signature' | 'payload'

/** It did not come from Scrip, or is too old to be believed. Answer 400 and do nothing. */
export class WebhookRejected extends Error {
  override readonly name = 'WebhookRejected'
  readonly reason: WebhookFault

  constructor(reason: WebhookFault, message: string) {
    super(message)
    this.reason = reason
  }
}

const USUAL_TOLERANCE_SECONDS = 300

/**
 * Makes sure that a webhook came from Scrip, by the Standard Webhooks signature, and answers its id and event. The same
 * id may come more than once: keep those that you have dealt with.
 */
export async function verifyWebhook({
  payload,
  headers,
  secret,
  toleranceSeconds = USUAL_TOLERANCE_SECONDS,
}: VerifyWebhook): Promise<{ readonly id: string; readonly event: WebhookEvent }> {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  )
  if (!id || !timestamp || !signature)
    throw new WebhookRejected('headers', 'webhook-id, webhook-timestamp or webhook-signature is missing.')
  const secrets = [secret].flat()
  if (secrets.length === 0) throw new ScripMisuse('There is no secret to check it with.')
  const age_seconds = Date.now() / 1000 - Number(timestamp)
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(age_seconds) > toleranceSeconds)
    throw new WebhookRejected('timestamp', `It was sent ${Math.round(age_seconds)} seconds ago.`)
  const body = typeof payload === 'string' ? new TextEncoder().encode(payload) : new Uint8Array(payload)
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), body)
  if (!(await isSigned(signed, signature, secrets)))
    throw new WebhookRejected('signature', 'No signature is of this secret.')
  try {
    return { id, event: JSON.parse(new TextDecoder().decode(body)) }
  } catch {
    throw new WebhookRejected('payload', 'The payload is no JSON.')
  }
}

/** `verify` compares in constant time. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  header: string,
  secrets: string[],
): Promise<boolean> {
  const signatures = header
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .flatMap((one) => bytesOf(one.slice(3)) ?? [])
  for (const secret of secrets) {
    const bytes = bytesOf(secret.replace(/^whsec_/, ''))
    if (!bytes || bytes.length === 0) throw new ScripMisuse('The secret is not whsec_ and base64.')
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify'])
    for (const signature of signatures)
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
  }
  return false
}

function headerOf(headers: Headers | HeaderBag, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name)
  const [, value] = Object.entries(headers).find(([given]) => given.toLowerCase() === name) ?? []
  return [value].flat()[0] ?? null
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
