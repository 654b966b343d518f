import type { Clock } from '../clock.ts'
import type { Database } from '../store/database.ts'
import type { Group } from '../store/group.ts'
import type { Settings } from '../store/settings.ts'
import type { Deliveries, Delivery } from './deliveries.ts'
import { signature } from './signature.ts'

const AT_ONCE = 16
const TIMEOUT_MS = 10_000
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 15_000
const MOST_ATTEMPTS = 300

export interface Sent {
  event: string
  /** null where nothing was answered. */
  status: number | null
}

/**
 * Sends events to the endpoint until it answers with a 2xx, each time a little later. Several are under way
 * at once, so their order at the receiver is no promise; what failed comes again, and so may come twice.
 */
export class Sender {
  readonly #database: Database
  readonly #group: Group
  readonly #deliveries: Deliveries
  readonly #settings: Settings
  readonly #clock: Clock
  readonly #log: (line: string) => void
  readonly #busy = new Map<number, Promise<void>>()
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined
  /** One at a time where a wanted order is to be kept. */
  inOrder = false

  constructor(parts: {
    database: Database
    group: Group
    deliveries: Deliveries
    settings: Settings
    clock: Clock
    log: (line: string) => void
  }) {
    this.#database = parts.database
    this.#group = parts.group
    this.#deliveries = parts.deliveries
    this.#settings = parts.settings
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /**
   * Looks for what is due. Called after each commit, and by itself when something falls due. What is not yet written is
   * not yet told.
   */
  wake(): void {
    if (this.#stop.signal.aborted || this.#settings.get().webhook_url === null) return
    if (this.#group.isOpen) return
    clearTimeout(this.#timer)
    const places = (this.inOrder ? 1 : AT_ONCE) - this.#busy.size
    if (places > 0)
      for (const delivery of this.#deliveries.due(Date.now(), places, [...this.#busy.keys()]))
        this.#busy.set(delivery.id, this.#deliver(delivery))
    const next = this.#deliveries.nextDue()
    if (next === undefined || this.#busy.size >= (this.inOrder ? 1 : AT_ONCE)) return
    this.#timer = setTimeout(() => this.wake(), Math.min(60_000, Math.max(5, next - Date.now())))
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    await Promise.all(this.#busy.values())
  }

  /** Sends one event now, whatever became of it before. */
  async send(event: string): Promise<Sent> {
    const { webhook_secret, webhook_url } = this.#settings.get()
    if (webhook_url === null) return { event, status: null }
    const body = this.#bodyOf(event)
    const header = signature(body, webhook_secret ?? '', Math.floor(this.#clock.real() / 1000))
    try {
      const response = await fetch(webhook_url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': header,
          'user-agent': 'Stripe/1.0 (sandbox)',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      await response.arrayBuffer()
      return { event, status: response.status }
    } catch {
      return { event, status: null }
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { status } = await this.send(delivery.event)
    this.#busy.delete(delivery.id)
    if (this.#stop.signal.aborted) return
    const delivered = status !== null && status >= 200 && status < 300
    const attempts = delivery.attempts + 1
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10))
    const state = delivered ? 'delivered' : attempts < MOST_ATTEMPTS ? 'pending' : 'failed'
    this.#group.join()
    this.#deliveries.tried(delivery.id, state, status, Date.now() + wait)
    if (!delivered)
      this.#log(`webhook ${delivery.event} was not taken (${status ?? 'no answer'}), attempt ${attempts}`)
    this.wake()
  }

  /** Indented, as Stripe sends it: a receiver that verifies anything but the very bytes fails. */
  #bodyOf(event: string): string {
    const row = this.#database.prepare('select data from objects where id = ?').get(event)
    return JSON.stringify(JSON.parse(String(row?.data ?? '{}')), null, 2)
  }
}
