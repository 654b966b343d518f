import type { Principal } from '../core/accounts/key.ts'
import type { PortalSession } from '../core/accounts/open-portal.ts'
import type { Instant } from '../core/instant.ts'
import type { Clock, Ids, OnceRequest, Registry, Secrets, Store } from '../core/ports.ts'
import type { Buying } from '../core/purchases/buying.ts'
import type { Payments } from '../core/purchases/payments.ts'
import type { Refusal } from '../core/refusal.ts'
import { fingerprintOf } from './idempotency.ts'
import type { Method } from './route.ts'

/** What every handler can use of the outside. */
export interface Ports {
  readonly store: Store
  readonly ids: Ids
  readonly secrets: Secrets
  readonly clock: Clock
  readonly payments: Payments
  /** The origins that a buyer may be sent to after paying; null allows every absolute http(s) URL. */
  readonly redirects: readonly string[] | null
  readonly portal: {
    /** Where the portal is. */
    url(): string
    sign(session: PortalSession): Promise<string>
  }
}

/** One request, read and checked, on its way through a handler. */
export class Call<P = unknown, Q = unknown, B = unknown> {
  readonly ports: Ports
  readonly caller: Principal
  /** When it came, by the real clock. */
  readonly arrived_at: Instant
  /** The time where it acts: the real one, or that of the account that it is about. */
  now: Instant
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The caller's `Idempotency-Key`. */
  readonly key: string | null
  /** Whether the answer is the first one again; the handler says so. */
  replayed = false
  /** Where it is another success than the usual one of its route: its status. */
  status: number | null = null
  /** The codes of what was refused within an answer that is a success as a whole. They are counted, too. */
  refused: string[] | null = null
  readonly #method: Method
  readonly #url: string
  readonly #seal: string

  constructor(ports: Ports, caller: Principal, now: Instant, parts: Parts) {
    this.ports = ports
    this.caller = caller
    this.arrived_at = now
    this.now = now
    this.params = parts.params as P
    this.query = parts.query as Q
    this.body = parts.body as B
    this.key = parts.key
    this.#method = parts.method
    this.#url = parts.url
    this.#seal = parts.seal
  }

  /** Says which account it is about, where the path or the caller doesn't: from then on it is on that one's time. */
  actFor(account: string): void {
    this.now = this.arrived_at + this.ports.store.ahead(account)
  }

  get store(): Store {
    return this.ports.store
  }

  /** What the operations of buying ask of the outside. */
  get buying(): Buying {
    return this.ports
  }

  mint(prefix: string): string {
    return this.ports.ids.mint(prefix, this.now)
  }

  /** What the idempotency key stands for. */
  fingerprint(): string {
    return fingerprintOf(this.#method, this.#url, this.body)
  }

  /** What tells that two calls without a key ask for the same: who asks, and for what. */
  attempt(): string {
    const { key, account, member } = this.caller
    return fingerprintOf(this.#method, this.#url, [key, account, member, this.body])
  }

  /** The key and fingerprint of a ledger command; without a key of the caller's, one of our own that never comes again. */
  envelope(): { readonly key: string; readonly minted: boolean; readonly fingerprint: string } {
    if (this.key === null) return { key: this.mint('cmd'), minted: true, fingerprint: '' }
    return { key: this.key, minted: false, fingerprint: this.fingerprint() }
  }

  /** Does the work in one transaction; under the caller's key, if there is one, only once. */
  async once<A>(account: string, work: (registry: Registry) => Promise<A>): Promise<A | Refusal> {
    const { answer, replayed } = await this.store.once(this.onceRequest(account), this.now, work)
    this.replayed = replayed
    return answer
  }

  /** The caller's key as an operation of core is given it, within the account that the call is about. */
  onceRequest(account: string): OnceRequest | null {
    if (this.key === null) return null
    const seal = Buffer.from(this.#seal)
    return { account, key: this.key, fingerprint: this.fingerprint(), at: this.arrived_at, seal }
  }
}

export interface Parts {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly key: string | null
  readonly method: Method
  readonly url: string
  readonly seal: string
}
