import { hash } from 'node:crypto'
import type { Authentication } from '../../core/accounts/authentication.ts'
import type { Principal } from '../../core/accounts/key.ts'
import type { Standing } from '../../core/accounts/member.ts'
import { portalRole } from '../../core/accounts/open-portal.ts'
import type { Instant } from '../../core/instant.ts'
import { tokenOfConsole } from './console-cookie.ts'
import type { ConsoleTokens } from './console-token.ts'
import type { VerifyToken } from './token.ts'

/** The store's answer may be half a second old. Together they stay well below the second a revoked key may live. */
const MAX_AGE_MS = 250
const MAX_ENTRIES = 5_000

export interface Caller {
  readonly principal: Principal
  /**
   * What only this caller knows: the bearer itself, or where that is another one every few minutes, what stays the same
   * in all of them.
   */
  readonly seal: string
}

interface Seen extends Caller {
  /** When it must be asked anew, on the process's own clock. */
  readonly until: number
  /** When the token itself ends, on the domain's clock. */
  readonly expires_at: Instant
}

/** A link to the portal allows what its member may do today, and never more than when it was made. */
const asOfToday = (principal: Principal, { role }: Standing): Principal =>
  principal.portal && portalRole(role) === 'member' ? { ...principal, role: 'member' } : principal

const isCalledBack = ({ portal }: Principal, { portal_era }: Standing): boolean =>
  portal !== undefined && portal.era !== portal_era

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** Finds out who a bearer is, and remembers it for a moment: most requests come from few callers. */
export class Authenticator {
  readonly #store: Authentication
  readonly #verify: VerifyToken | null
  readonly #console: Pick<ConsoleTokens, 'open'>
  readonly #seen = new Map<string, Seen>()

  constructor(store: Authentication, verify: VerifyToken | null, console: Pick<ConsoleTokens, 'open'>) {
    this.#store = store
    this.#verify = verify
    this.#console = console
  }

  /** Who this was a moment ago. `at` is the process's own clock. */
  remembered(bearer: string, now: Instant, at: number): Caller | null {
    const seen = this.#seen.get(bearer)
    return seen && at < seen.until && now < seen.expires_at ? seen : null
  }

  async identify(bearer: string, now: Instant, at: number): Promise<Caller | null> {
    const found = await this.#find(bearer, now)
    this.#seen.delete(bearer)
    if (!found) return null
    if (this.#seen.size >= MAX_ENTRIES) this.#forgetSome(at)
    this.#seen.set(bearer, { ...found, until: at + MAX_AGE_MS })
    return found
  }

  #find(bearer: string, now: Instant): Promise<Omit<Seen, 'until'> | null> {
    const session = tokenOfConsole(bearer)
    if (session !== null) return this.#bySession(session, now)
    return TOKEN.test(bearer) ? this.#byToken(bearer, now) : this.#byKey(bearer, now)
  }

  async #byKey(secret: string, now: Instant): Promise<Omit<Seen, 'until'> | null> {
    const principal = await this.#store.authenticate(hash('sha256', secret, 'buffer'), now)
    return principal && { principal, seal: secret, expires_at: Number.POSITIVE_INFINITY }
  }

  async #byToken(token: string, now: Instant): Promise<Omit<Seen, 'until'> | null> {
    const bearer = this.#verify ? await this.#verify(token, now) : null
    if (!bearer) return null
    const { account, member } = bearer.principal
    const standing = await this.#store.standing(account, member)
    if (!standing || isCalledBack(bearer.principal, standing)) return null
    return { ...bearer, principal: asOfToday(bearer.principal, standing), seal: token }
  }

  /** A session is its key's: it ends with that, and when it is signed out of. */
  async #bySession(token: string, now: Instant): Promise<Omit<Seen, 'until'> | null> {
    const session = await this.#console.open(token, now)
    if (!session) return null
    const { id, key_sha256, seal, expires_at } = session
    const [principal, hasEnded] = await Promise.all([
      this.#store.authenticate(key_sha256, now),
      this.#store.hasSessionEnded(id),
    ])
    return principal?.role === 'operator' && !hasEnded ? { principal, seal, expires_at } : null
  }

  #forgetSome(at: number): void {
    for (const [bearer, { until }] of this.#seen) if (at >= until) this.#seen.delete(bearer)
    if (this.#seen.size >= MAX_ENTRIES) this.#seen.clear()
  }
}
