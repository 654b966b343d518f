import type { Scope } from '../../src/core/ledger/grant.ts'

/**
 * One wallet of the model: lists, and sums over lists. It is written to be read, not to be fast, and shares nothing
 * with the ledger but the words.
 */
export interface ModelGrant {
  readonly id: string
  readonly source: string
  readonly amount: bigint
  readonly priority: number
  readonly scope: Scope
  readonly starts_at: number
  readonly created_at: number
  readonly rolling: boolean
  /** Each expiry it has had, and since when. */
  readonly expiries: { readonly since: number; readonly at: number | null }[]
  revoked: bigint
  stage: 'scheduled' | 'started' | 'cancelled'
  left: bigint
  /** By holds, and frozen. */
  held: bigint
  frozen: bigint
  isFrozen: boolean
  /** Taken back after it had been spent, and owed by nobody: it must never be drawn again. */
  writtenOff: bigint
  /** Taken back after it had been spent, and owed: it pays that when it comes back. */
  owed: bigint
  /** What it has paid of others' debts. */
  paid: bigint
}

export interface ModelDraw {
  readonly grant: string
  readonly amount_micro: bigint
}

export interface ModelHold {
  readonly id: string
  readonly credit_type: string
  readonly amount: bigint
  readonly usage: Scope
  readonly api_key: string | null
  readonly price: bigint | null
  readonly receipt: readonly ModelDraw[]
  readonly created_at: number
  ends_at: number
  status: 'open' | 'captured' | 'released' | 'expired'
}

export type ModelBook = 'issued' | 'wallet' | 'held' | 'consumed' | 'expired' | 'revoked' | 'debt'

interface Line {
  readonly at: number
  readonly from: ModelBook
  readonly to: ModelBook
  readonly amount: bigint
  readonly grant: ModelGrant
}

export interface ModelBalance {
  readonly available: bigint
  readonly held: bigint
  readonly debt: bigint
  readonly expiring_next: { readonly at: number; readonly amount_micro: bigint } | null
}

const covers = (scope: Scope, usage: Scope): boolean =>
  (['member', 'project', 'feature'] as const).every((d) => scope[d] === null || scope[d] === usage[d])

const narrowness = ({ member, project, feature }: Scope): number =>
  [member, project, feature].filter((one) => one !== null).length

export const expiryOf = (grant: ModelGrant): number | null => grant.expiries.at(-1)?.at ?? null
const hasExpired = (grant: ModelGrant, at: number): boolean => (expiryOf(grant) ?? Infinity) <= at
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)

/** Which of two is burned first: narrower, lower priority number, expires earlier, older, id. */
export function before(a: ModelGrant, b: ModelGrant): number {
  if (narrowness(a.scope) !== narrowness(b.scope)) return narrowness(b.scope) - narrowness(a.scope)
  if (a.priority !== b.priority) return a.priority - b.priority
  const [ends, later] = [expiryOf(a) ?? Number.MAX_VALUE, expiryOf(b) ?? Number.MAX_VALUE]
  if (ends !== later) return ends - later
  if (a.created_at !== b.created_at) return a.created_at - b.created_at
  return a.id < b.id ? -1 : 1
}

export class ModelWallet {
  readonly lines: Line[] = []
  readonly grants: ModelGrant[] = []
  readonly holds: ModelHold[] = []
  at: number

  constructor(at: number) {
    this.at = at
  }

  move(from: ModelBook, to: ModelBook, amount: bigint, grant: ModelGrant, at: number): void {
    if (amount === 0n) return
    this.at = Math.max(this.at, at)
    this.lines.push({ at: this.at, from, to, amount, grant })
    if (from === 'wallet') grant.left -= amount
    if (to === 'wallet') grant.left += amount
    if (from === 'held') grant.held -= amount
    if (to === 'held') grant.held += amount
  }

  grant(id: string): ModelGrant {
    return this.grants.find((grant) => grant.id === id)!
  }

  get available(): bigint {
    return sum(this.grants.map(({ left }) => left))
  }
  get held(): bigint {
    return sum(this.grants.map(({ held }) => held))
  }
  get debt(): bigint {
    return this.book('debt', Infinity) * -1n
  }

  /** What a book held after all lines by then. */
  book(name: ModelBook, by: number): bigint {
    const lines = this.lines.filter(({ at }) => at <= by)
    return sum(lines.map(({ from, to, amount }) => (to === name ? amount : from === name ? -amount : 0n)))
  }

  drawable(usage: Scope, at: number, ownOnly = false): ModelGrant[] {
    return this.grants
      .filter((grant) => grant.left > 0n && !hasExpired(grant, at) && covers(grant.scope, usage))
      .filter(({ scope }) => !ownOnly || scope.member === usage.member)
      .sort(before)
  }

  /** What the amount would be drawn from; null where it is more than there is. */
  plan(amount: bigint, usage: Scope, at: number, ownOnly: boolean): ModelDraw[] | null {
    const draws: ModelDraw[] = []
    let missing = amount
    for (const grant of this.drawable(usage, at, ownOnly)) {
      if (missing === 0n) break
      const part = grant.left < missing ? grant.left : missing
      draws.push({ grant: grant.id, amount_micro: part })
      missing -= part
    }
    return missing === 0n ? draws : null
  }

  /** Does, one by one and in their order, everything that happens by itself until `now`. */
  settle(now: number): void {
    for (let next = this.nextDue(); next && next.at <= now; next = this.nextDue()) next.happen()
  }

  hasEnded(now: number): boolean {
    return this.holds.some(({ status, ends_at }) => status === 'open' && ends_at <= now)
  }

  nextDue() {
    const due: { at: number; rank: number; id: string; happen: () => void }[] = []
    for (const hold of this.holds.filter(({ status }) => status === 'open'))
      due.push({
        at: hold.ends_at,
        rank: 1,
        id: hold.id,
        happen: () => this.endHold(hold, 'expired', hold.receipt, hold.ends_at),
      })
    for (const grant of this.grants) {
      const at = expiryOf(grant)
      if (grant.left > 0n && at !== null)
        due.push({
          at,
          rank: 2,
          id: grant.id,
          happen: () => this.move('wallet', 'expired', grant.left, grant, at),
        })
      if (grant.stage === 'scheduled')
        due.push({
          at: grant.starts_at,
          rank: 3,
          id: grant.id,
          happen: () => this.start(grant, grant.starts_at),
        })
    }
    return due.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : 1))[0]
  }

  start(grant: ModelGrant, at: number): void {
    grant.stage = 'started'
    this.move('issued', 'wallet', grant.amount - grant.revoked, grant, at)
    this.payDebt(at, grant)
  }

  /** Ends a hold: what was not captured goes back to where it came from, or expires where that has expired. */
  endHold(hold: ModelHold, status: ModelHold['status'], back: readonly ModelDraw[], at: number): void {
    hold.status = status
    for (const { grant, amount_micro } of back) this.giveBack('held', this.grant(grant), amount_micro, at)
    this.payDebt(at)
  }

  /**
   * Credits come back to their grant, save those that were written off, those that somebody still owes and those that
   * have expired; says how many have.
   */
  giveBack(from: 'held' | 'consumed', grant: ModelGrant, amount: bigint, at: number): bigint {
    const off = amount < grant.writtenOff ? amount : grant.writtenOff
    const lost = hasExpired(grant, at)
    grant.writtenOff -= off
    this.move(from, 'revoked', off, grant, at)
    const owed = amount - off < grant.owed ? amount - off : grant.owed
    grant.owed -= owed
    this.repay(owed - this.debt, at)
    this.move(from, 'debt', owed, grant, at)
    this.move(from, lost ? 'expired' : 'wallet', amount - off - owed, grant, at)
    if (grant.isFrozen) this.freeze(grant, at)
    return lost ? amount - off - owed : 0n
  }

  freeze(grant: ModelGrant, at: number): void {
    grant.isFrozen = true
    grant.frozen += grant.left
    this.move('wallet', 'held', grant.left, grant, at)
  }

  thaw(grant: ModelGrant, at: number): void {
    this.move('held', hasExpired(grant, at) ? 'expired' : 'wallet', grant.frozen, grant, at)
    grant.isFrozen = false
    grant.frozen = 0n
  }

  /** Takes so much of a grant back: what is left or frozen first, then what was spent, which is owed or not. */
  takeBack(grant: ModelGrant, amount: bigint, isOwed: boolean, at: number) {
    const left = grant.left + grant.frozen
    const revoked_micro = left < amount ? left : amount
    // Nobody owes what has expired: it was never spent.
    const expired = this.lines.filter((line) => line.grant === grant && line.to === 'expired')
    const spendable = grant.amount - grant.revoked - left - sum(expired.map((line) => line.amount))
    const lacking = amount - revoked_micro
    const spent = lacking < spendable ? lacking : spendable > 0n ? spendable : 0n
    grant.revoked += amount
    this.move(grant.isFrozen ? 'held' : 'wallet', 'revoked', revoked_micro, grant, at)
    if (grant.isFrozen) grant.frozen -= revoked_micro
    if (isOwed) {
      this.move('debt', 'revoked', spent, grant, at)
      grant.owed += spent
    } else grant.writtenOff += spent
    const debt_micro = isOwed ? spent : 0n
    return { revoked_micro, debt_micro, written_off_micro: lacking - debt_micro }
  }

  /** What was moved so and did not come back the same way. */
  taken(grant: ModelGrant, to: ModelBook, isWay: (other: ModelBook) => boolean): bigint {
    const lines = this.lines.filter((line) => line.grant === grant)
    return sum(
      lines.map((line) =>
        line.to === to && isWay(line.from)
          ? line.amount
          : line.from === to && isWay(line.to)
            ? -line.amount
            : 0n,
      ),
    )
  }

  /** Undoes so much of what was taken back of a grant, the last of it first. */
  restore(grant: ModelGrant, amount: bigint, at: number): void {
    const owed = this.taken(grant, 'revoked', (from) => from === 'debt')
    const left = this.taken(grant, 'revoked', (from) => from !== 'debt')
    const parts = [grant.revoked - owed - left - grant.writtenOff, grant.writtenOff, owed, left]
    let missing = amount
    const [, forgiven = 0n, unowed = 0n, back = 0n] = parts.map((most) => {
      const part = most < missing ? most : missing
      missing -= part
      return part
    })
    grant.revoked -= amount
    grant.writtenOff -= forgiven
    const due = unowed < grant.owed ? unowed : grant.owed
    grant.owed -= due
    // What it has paid for itself is its own again, save what there is still a debt for: that it has paid for others.
    const overpaid = unowed > this.debt ? unowed - this.debt : 0n
    const own = unowed - due < overpaid ? unowed - due : overpaid
    grant.paid += unowed - due - own
    this.bringBack('debt', grant, own, at)
    this.repay(overpaid - own, at)
    this.move('revoked', 'debt', unowed, grant, at)
    this.bringBack('revoked', grant, back, at)
  }

  /** Who paid of a debt that was none gets it back, the last that would be burned first; but not what is owed for it. */
  repay(amount: bigint, at: number): void {
    let overpaid = amount
    for (const payer of this.grants.toSorted(before).toReversed()) {
      const spare = payer.paid - payer.owed
      const part = spare < overpaid ? spare : overpaid
      if (part <= 0n) continue
      payer.paid -= part
      this.bringBack('debt', payer, part, at)
      overpaid -= part
    }
  }

  bringBack(from: ModelBook, grant: ModelGrant, amount: bigint, at: number): void {
    const off = amount < grant.writtenOff ? amount : grant.writtenOff
    grant.writtenOff -= off
    this.move(from, 'wallet', off, grant, at)
    this.move('wallet', 'revoked', off, grant, at)
    this.move(from, hasExpired(grant, at) ? 'expired' : 'wallet', amount - off, grant, at)
    if (grant.isFrozen) this.freeze(grant, at)
  }

  /** A debt is paid from what is there for everybody, by a new grant first of all that isn't one member's. */
  payDebt(at: number, newcomer?: ModelGrant): void {
    const unscoped = this.drawable({ member: null, project: null, feature: null }, at)
    const first = newcomer && newcomer.scope.member === null && !hasExpired(newcomer, at) ? [newcomer] : []
    for (const grant of [...first, ...unscoped]) {
      const { debt } = this
      const part = grant.left < debt ? grant.left : debt
      grant.paid += part
      this.move('wallet', 'debt', part, grant, at)
    }
  }

  balance(): ModelBalance {
    return {
      available: this.available,
      held: this.held,
      debt: this.debt,
      expiring_next: nextOf(this.grants.filter(({ left }) => left > 0n)),
    }
  }

  /** The balance at `now`, without anything having been done; with the expiries that were known by `known`. */
  balanceAt(now: number, known = Infinity): ModelBalance {
    return this.#settledCopy(now, known).balance()
  }

  /** How much a usage could draw at `now`, and what of that expires next. */
  drawableAt(usage: Scope, now: number, ownOnly: boolean): Pick<ModelBalance, 'available' | 'expiring_next'> {
    const its = this.#settledCopy(now, Infinity).drawable(usage, now, ownOnly)
    return { available: sum(its.map(({ left }) => left)), expiring_next: nextOf(its) }
  }

  #settledCopy(now: number, known: number): ModelWallet {
    const copy = new ModelWallet(this.at)
    for (const grant of this.grants) {
      const expiries = grant.expiries.filter(({ since }, i) => i === 0 || since <= known)
      copy.grants.push({ ...grant, expiries })
    }
    copy.holds.push(...this.holds.map((hold) => ({ ...hold })))
    copy.lines.push(...this.lines)
    copy.settle(now)
    return copy
  }

  /** What the balance was at a moment in the past, told by the lines. */
  balanceInThePast(at: number): ModelBalance {
    const open = this.grants.map((grant) => {
      const lines = this.lines.filter((line) => line.grant === grant && line.at <= at)
      const moves = lines.map(({ from, to, amount }) =>
        to === 'wallet' ? amount : from === 'wallet' ? -amount : 0n,
      )
      return { at: grant.expiries.findLast(({ since }) => since <= at)?.at ?? null, left: sum(moves) }
    })
    return {
      available: this.book('wallet', at),
      held: this.book('held', at),
      debt: -this.book('debt', at),
      expiring_next: soonest(
        open.flatMap(({ at, left }) => (at !== null && left > 0n ? [{ at, left }] : [])),
      ),
    }
  }
}

const nextOf = (grants: readonly ModelGrant[]): ModelBalance['expiring_next'] =>
  soonest(
    grants.flatMap((grant) => {
      const at = expiryOf(grant)
      return at === null ? [] : [{ at, left: grant.left }]
    }),
  )

function soonest(open: { at: number; left: bigint }[]): ModelBalance['expiring_next'] {
  if (open.length === 0) return null
  const at = Math.min(...open.map((one) => one.at))
  return { at, amount_micro: sum(open.filter((one) => one.at === at).map(({ left }) => left)) }
}
