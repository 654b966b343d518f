import type { NewCap } from '../../src/core/caps/put-cap.ts'
import type { CapName } from '../../src/core/caps/remove-cap.ts'
import type { Command, KeyedCommand } from '../../src/core/ledger/command.ts'
import type { Scope } from '../../src/core/ledger/grant.ts'
import type { Facts } from '../../src/core/purchases/facts.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import type { Allotment } from '../../src/core/subscriptions/seat.ts'
import { allotmentOf, allotOf } from './allotments.ts'
import type { ModelAccount } from './model.ts'
import { Payment, purchaseOf } from './purchases.ts'

/** Four small numbers, which shrink well; what they mean depends on what the walk has come to. */
export type Step = readonly [kind: number, a: number, b: number, c: number]

export type Move =
  | { readonly do: 'buy'; readonly purchase: Purchase }
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'submit'
      readonly commands: readonly Command[]
      readonly late_ms: number
      /** Is written down before. */
      readonly allotment?: Allotment
    }
  | { readonly do: 'restrict'; readonly member: string; readonly own_only: boolean }
  | { readonly do: 'cap'; readonly cap: NewCap }
  | { readonly do: 'uncap'; readonly cap: CapName }
  | { readonly do: 'read'; readonly credit_type: string; readonly usage: Scope | undefined }
  | { readonly do: 'recall'; readonly credit_type: string; readonly as_of: number }

export const TYPES = ['never', 'fixed', 'rolling', 'monthly'] as const
const KEYS = ['key_a', 'key_b', null]
const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Bought {
  readonly purchase: Purchase
  readonly payment: Payment
}

/** Turns steps into commands of one account. */
export class Steps {
  readonly #model: ModelAccount
  readonly #sent: Command[] = []
  readonly #bought: Bought[] = []
  readonly #allotted: Allotment[] = []
  #count: number

  /** Where two walk the same account, the ids of one begin elsewhere. */
  constructor(model: ModelAccount, count = 0) {
    this.#model = model
    this.#count = count
  }

  moveOf([kind, a, b, c]: Step, now: number): Move {
    // Without any credits, and with nothing to work on, little can go wrong.
    const { debits, holds, wallets } = this.#model
    const early = wallets.size < 2 && a % 8 > 0
    if (early || (kind >= 34 && kind < 43)) return this.#send([this.#grant(a, b, c, now)], c)
    if (kind < 34) {
      const what = kind < 29 ? 'debit' : 'mixed'
      return this.#send(this.#burst(kind < 22 ? 1 : 2 + (b % 4), what, a, b, c, now), c)
    }
    if (kind < 51 || (kind < 63 && holds.length === 0 && a % 8 > 0))
      return this.#send([this.#reserve(a, b, c)], c)
    if (kind < 63) return this.#send([this.#onHold(kind, a, b, c)], c)
    if (kind < 69)
      return this.#send([debits.length > 0 || a % 8 === 0 ? this.#reverse(a, b, c) : this.#debit(a, b, c)], c)
    if (kind < 73) return this.#send([this.#revoke(a, b, c)], c)
    if (kind < 76) return this.#cap(a, b, c)
    if (kind < 77) return this.#send([this.#settle(a)], 0)
    if (kind < 81) return this.#again(a, kind === 80)
    if (kind < 95) return { do: 'wait', ms: this.#wait(a, b, now) }
    if (kind < 97)
      return { do: 'read', credit_type: this.#type(a), usage: b % 2 ? this.#usage(b) : undefined }
    if (kind < 100) return { do: 'recall', ...this.#past(a, b, now) }
    if (kind < 104 || (kind < 115 && this.#bought.length === 0)) return this.#buy(a, b, c, now)
    if (kind < 115) return this.#send(this.#settlePurchase(a, b, c, now), c)
    if (kind < 118) return this.#allot(a, b, c, now)
    if (kind < 120) return this.#send([this.#allotAgain(a, b)], c)
    if (kind < 121) return this.#buy(a, b, c, now, 'sub_walk')
    return { do: 'restrict', member: a % 3 ? 'ann' : 'bob', own_only: b % 3 > 0 }
  }

  /** A clock that runs a little late now and then, as another server's may. */
  #send(commands: Command[], c: number): Move {
    this.#sent.push(...commands)
    return { do: 'submit', commands, late_ms: c % 13 === 12 ? c : 0 }
  }

  #id(prefix: string, a: number): string {
    this.#count += 1
    // Ids of one moment must not be in the order in which they were made, or a tie would hide.
    return `${prefix}_${(a * 7919) % 10}_${this.#count}`
  }

  /** Mostly one of which there are credits already. */
  #type(a: number): string {
    if (a % 97 === 96) return 'unknown'
    const there = [...this.#model.wallets.keys()]
    return (there.length > 1 && a % 11 > 0 ? there[a % there.length] : undefined) ?? (TYPES[a % 4] as string)
  }

  #amount = (a: number): bigint => (a % 30 === 29 ? BigInt(a) * 1_000_000n : BigInt(1 + (a % 25)))

  #usage(b: number): Scope {
    return {
      member: [null, 'ann', 'bob', 'ann', b % 50 === 49 ? 'stranger' : null][b % 5] ?? null,
      project: [null, 'web', 'api'][(b >> 2) % 3] ?? null,
      feature: b % 7 < 3 ? 'chat' : null,
    }
  }

  #scope(c: number): Scope {
    const one = c % 14
    return {
      member: one === 1 || one === 5 ? 'ann' : one === 6 ? 'bob' : null,
      project: one === 2 || one === 5 ? 'web' : null,
      feature: one === 3 || one === 5 ? 'chat' : null,
    }
  }

  #keyed(prefix: string, a: number, c: number) {
    const id = this.#id(prefix, a)
    const own = prefix === 'deb' ? id : `cmd_${id}`
    const minted = c % 4 !== 3
    // Few keys, so that one comes again with another request, too; and some that look like our own.
    const key = minted ? own : `${['k', 'cmd', 'deb', 'pur'][(c >> 2) % 4]}_${c % 200}`
    return { id, key, minted, fingerprint: `${prefix} ${id}` }
  }

  #common(a: number, b: number, c: number) {
    const credit_type = this.#type(a)
    const api_key = KEYS[c % 3] as string | null
    return { account: this.#model.id, credit_type, usage: this.#usage(b), api_key, metadata: null }
  }

  #debit(a: number, b: number, c: number): Command {
    const common = this.#common(a, b, c)
    const amount_micro = c % 16 === 0 ? this.#allFor(common) : this.#amount(b + c)
    return { kind: 'debit', ...common, ...this.#keyed('deb', a, c), amount_micro, occurred_at: null }
  }

  #reserve(a: number, b: number, c: number): Command {
    const common = this.#common(a, b, c)
    const ttl_ms = [1, 1000, HOUR, DAY, 40 * DAY][c % 5] as number
    const amount_micro = b % 6 === 0 ? this.#allFor(common) : this.#amount(b % 300)
    return { kind: 'reserve', ...common, ...this.#keyed('hld', a, c), amount_micro, ttl_ms }
  }

  /** To the last millionth, because what is used up behaves otherwise. */
  #allFor({ credit_type, usage }: { credit_type: string; usage: Scope }): bigint {
    const wallet = this.#model.wallets.get(credit_type)
    const restricted = this.#model.isRestricted(usage)
    const all = wallet?.drawable(usage, wallet.at, restricted).reduce((sum, { left }) => sum + left, 0n)
    return all || 1n
  }

  #grant(a: number, b: number, c: number, now: number): Command {
    const starts_at = b % 6 === 5 ? now + [1, HOUR, DAY, -HOUR][c % 4]! * (1 + (a % 3)) : null
    const from = starts_at ?? now
    const ends = [from + 1 + (b % 3), from + HOUR, from + DAY * (b % 9), null][c % 4]
    const priority = [100, 100, 50, 200][a % 4] as number
    return {
      kind: 'grant',
      account: this.#model.id,
      credit_type: this.#type(a),
      ...this.#keyed('grt', a, c),
      amount_micro: this.#amount(b) * (c % 5 === 0 ? 1n : 12n),
      source: c % 3 === 1 ? 'subscription' : 'manual',
      priority,
      scope: this.#scope(c),
      starts_at,
      expires_at: b % 3 === 0 ? ends : undefined,
      metadata: null,
    }
  }

  #burst(count: number, what: string, a: number, b: number, c: number, now: number): Command[] {
    return Array.from({ length: count }, (_, i) => {
      const [x, y, z] = [what === 'mixed' ? a : a + i * (b % 3), b + i * 11, c + i * (a % 7)]
      if (what === 'mixed' && i % 3 === 1) return this.#reserve(x, y, z)
      if (what === 'mixed' && i % 5 === 2) return this.#grant(x, y, z, now)
      return this.#debit(x, y, z)
    })
  }

  #onHold(kind: number, a: number, b: number, c: number): Command {
    const { holds } = this.#model
    // Mostly one that is open, else any.
    const open = holds.filter(({ status }) => status === 'open')
    const among = b % 8 > 0 && open.length > 0 ? open : holds
    const hold = among[a % (among.length || 1)]?.id ?? 'hld_none'
    const envelope = { account: this.#model.id, hold }
    if (kind < 57) {
      const whole = holds.find(({ id }) => id === hold)?.amount ?? 5n
      const amount_micro = [null, 1n + (whole - 1n) / 2n, whole, whole + this.#amount(c)][b % 4] as
        | bigint
        | null
      const allow_more = b % 12 !== 3
      return {
        kind: 'capture',
        ...envelope,
        ...this.#keyed('deb_cap', a, c),
        amount_micro,
        allow_more,
        api_key: b % 2 === 1 ? 'key_b' : null,
        metadata: null,
      }
    }
    const { id: _, ...keyed } = this.#keyed('ext', a, c)
    if (kind < 60) return { kind: 'release', ...envelope, ...keyed }
    return { kind: 'extend', ...envelope, ...keyed, ttl_ms: [1, HOUR, 3 * DAY][b % 3] as number }
  }

  #reverse(a: number, b: number, c: number): Command {
    const { debits } = this.#model
    const debit = debits[a % (debits.length || 1)]
    const amount_micro = [null, 1n, (debit?.amount ?? 9n) / 2n + 1n, null][b % 4] as bigint | null
    const account = this.#model.id
    return {
      kind: 'reverse',
      account,
      debit: debit?.id ?? 'deb_none',
      ...this.#keyed('rev', a, c),
      amount_micro,
      reason: null,
    }
  }

  #revoke(a: number, b: number, c: number): Command {
    const grants = [...this.#model.wallets.values()].flatMap((wallet) => wallet.grants)
    const grant = grants[a % (grants.length || 1)]
    const amount_micro = [null, 1n, (grant?.amount ?? 9n) / 2n + 1n][b % 3] as bigint | null
    const spent = c % 3 ? 'debt' : 'write_off'
    const account = this.#model.id
    return {
      kind: 'revoke',
      account,
      grant: grant?.id ?? 'grt_none',
      ...this.#keyed('rvk', a, c),
      amount_micro,
      spent,
      reason: null,
    }
  }

  #settle(a: number): Command {
    this.#id('set', a)
    return { kind: 'settle', account: this.#model.id, credit_type: this.#type(a) }
  }

  /** The ledger may be told twice at once to do it. */
  #allot(a: number, b: number, c: number, now: number): Move {
    const credit_type = this.#type(a - (a % 97 === 96 ? 1 : 0))
    const grants = this.#model.wallets.get(credit_type)?.grants ?? []
    const mint = (prefix: string) => this.#id(prefix, a)
    const allotment = allotmentOf(this.#model.id, credit_type, grants, [a, b, c], now, mint)
    this.#allotted.push(allotment)
    const command = allotOf(this.#model.id, allotment)
    const commands = b % 5 === 0 ? [command, this.#debit(a, b, c), command] : [command]
    return { do: 'submit', commands, late_ms: c % 13 === 12 ? c : 0, allotment }
  }

  /** Mostly the last one, which may have been done before. */
  #allotAgain(a: number, b: number): Command {
    const { length } = this.#allotted
    const which = b % 4 ? length - 1 : a % (length || 1)
    return allotOf(this.#model.id, a % 60 === 59 ? undefined : this.#allotted[which])
  }

  #buy(a: number, b: number, c: number, now: number, subscription: string | null = null): Move {
    const id = this.#id('pur', a)
    // Taxes may come on top of what was quoted.
    const price_minor = BigInt(1 + (b % 40))
    const total_minor = price_minor + BigInt(c % 3)
    const purchase = purchaseOf(this.#model.id, id, {
      credit_type: this.#type(a - (a % 97 === 96 ? 1 : 0)),
      credits_micro: this.#amount(b) * (c % 5 === 0 ? 1n : 12n),
      price_minor,
      paying_by: c % 2 ? 'card' : 'checkout',
      expires_at: [undefined, undefined, null, now + HOUR * (c % 30)][b % 4],
      subscription,
      ...(subscription !== null && { paying_by: c % 2 ? 'card' : 'invoice' }),
      created_at: now,
    })
    this.#bought.push({ purchase, payment: new Payment(now, total_minor) })
    return { do: 'buy', purchase }
  }

  /** Looks at a payment to which something may have happened: now, or an older look once more, or all looks in a heap. */
  #settlePurchase(a: number, b: number, c: number, now: number): Command[] {
    const { purchase, payment } = this.#bought[a % this.#bought.length] as Bought
    for (let i = 0; i < b % 3; i++) payment.happen(b + i * a, c + i, now)
    const { looks } = payment
    const older = looks[(b >> 2) % looks.length] as Facts
    const heap = looks.toSorted((x, y) => ((x.asked_at * 31 + a) % 7) - ((y.asked_at * 31 + a) % 7))
    const taken = c % 5 === 0 ? [older] : c % 5 === 1 ? [...heap, older] : [payment.now]
    const { account, id, credit_type, grant } = purchase
    return taken.map((facts) => {
      const settle = this.#id('stl', a)
      const told = { account, id: settle, cause: 'webhook' }
      const named = c % 60 === 59 ? 'pur_none' : id
      return { kind: 'settle_purchase', ...told, credit_type, purchase: named, grant, facts }
    })
  }

  #cap(a: number, b: number, c: number): Move {
    const account = this.#model.id
    const subject = (['account', 'member', 'project', 'key'] as const)[a % 4] as NewCap['subject']
    const ids = {
      account: [account],
      member: ['ann', '*', 'bob', '*'],
      project: ['web', 'api'],
      key: ['key_a', 'key_b'],
    }
    const subject_id = ids[subject][b % ids[subject].length] as string
    if (c % 4 === 3) return { do: 'uncap', cap: { account, subject, subject_id } }
    const unit = c % 3 ? 'credits' : 'money'
    const period = (['day', 'month', 'total'] as const)[b % 3] as NewCap['period']
    const limit_micro = b % 30 === 29 ? 0n : BigInt(20 + (c % 400))
    return { do: 'cap', cap: { account, subject, subject_id, unit, period, limit_micro, by: null } }
  }

  /** Mostly a moment at which something happened, or the one before or after it. */
  #past(a: number, b: number, now: number): { credit_type: string; as_of: number } {
    const credit_type = this.#type(a)
    const lines = this.#model.wallets.get(credit_type)?.lines ?? []
    const at = lines[(b >> 2) % (lines.length || 1)]?.at
    return { credit_type, as_of: at === undefined || b % 4 === 3 ? now - b * HOUR : at + (b % 4) - 1 }
  }

  /** Something sent before comes again under its key, as it was or as another request. */
  #again(a: number, other: boolean): Move {
    const keyed = this.#sent.filter(
      (command): command is KeyedCommand => 'minted' in command && !command.minted,
    )
    const first = keyed[a % (keyed.length || 1)]
    if (!first) return { do: 'wait', ms: 1 }
    const fingerprint = other ? `${first.fingerprint} again` : first.fingerprint
    // As a server does, which mints an id before it can know that the key was used.
    const again =
      'id' in first ? { ...first, fingerprint, id: this.#id(first.kind, a) } : { ...first, fingerprint }
    if (other && 'amount_micro' in again && again.amount_micro !== null) again.amount_micro += 1n
    return { do: 'submit', commands: [again], late_ms: 0 }
  }

  /** To a moment about which something is decided: a due one, one before it, after it; ends of days and months. */
  #wait(a: number, b: number, now: number): number {
    const due = [...this.#model.wallets.values()].flatMap((wallet) => wallet.nextDue()?.at ?? [])
    const next = Math.min(...due.filter((at) => at > now + 1))
    const midnight = Math.floor(now / DAY) * DAY + DAY
    const date = new Date(now)
    const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    const near = (b % 3) - 1
    const soon = next - now + near
    const waits = [
      1,
      b,
      soon,
      soon,
      soon,
      soon,
      b * 1000,
      (b % 48) * HOUR,
      midnight - now + near,
      midnight - now + near,
      month - now + near,
      DAY * (b % 40),
    ]
    const ms = waits[a % waits.length] as number
    return Number.isFinite(ms) && ms > 0 ? ms : 1
  }
}
