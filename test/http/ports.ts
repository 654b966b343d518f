import { createHash } from 'node:crypto'
import type { Principal } from '../../src/core/accounts/key.ts'
import type { Standing } from '../../src/core/accounts/member.ts'
import type { Store } from '../../src/core/ports.ts'
import type { Payments } from '../../src/core/purchases/payments.ts'
import type { Ports } from '../../src/http/call.ts'

/** Only what HTTP itself asks of a store; a route of a test that touches more fails loudly. */
export class FakeStore {
  readonly keys = new Map<string, Principal>()
  readonly known = new Set<string>()
  /** How far the clocks of accounts are ahead. */
  readonly ahead_ms = new Map<string, number>()
  asked = 0
  readiness: () => Promise<void> = async () => {}

  addKey(secret: string, principal: Partial<Principal>): void {
    const whole: Principal = {
      key: `key_${secret}`,
      account: null,
      member: null,
      role: 'operator',
      dialect: 'native',
      rate_limit: null,
      ...principal,
    }
    this.keys.set(createHash('sha256').update(secret).digest('hex'), whole)
  }

  async authenticate(secret_sha256: Buffer): Promise<Principal | null> {
    this.asked += 1
    return this.keys.get(secret_sha256.toString('hex')) ?? null
  }

  readonly ended = new Set<string>()

  async hasSessionEnded(session: string): Promise<boolean> {
    return this.ended.has(session)
  }

  async endSession(session: string): Promise<void> {
    this.ended.add(session)
  }

  async signingSecret(): Promise<Buffer> {
    return Buffer.alloc(32, 7)
  }

  async standing(account: string, member: string | null): Promise<Standing | null> {
    const isKnown = this.known.has(account) && (member === null || this.known.has(`${account} ${member}`))
    return isKnown ? { role: member === null ? null : 'member', portal_era: 0 } : null
  }

  ahead(account: string): number {
    return this.ahead_ms.get(account) ?? 0
  }

  ready(): Promise<void> {
    return this.readiness()
  }
}

/** For what sells nothing: whoever asks it for anything fails loudly. */
export const noPayments = {} as Payments

export function portsOf(store: FakeStore): Ports {
  let count = 0
  return {
    store: store as unknown as Store,
    ids: { mint: (prefix) => `${prefix}_${++count}` },
    secrets: { mint: () => ({ text: 'sk_', sha256: Buffer.alloc(32) }) },
    clock: { now: () => Date.now() },
    payments: noPayments,
    redirects: null,
    portal: { url: () => 'https://scrip.test/portal/', sign: async () => 'token' },
  }
}
