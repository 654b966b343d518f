/** What the model knows of an account's credits: lots, who may draw them, and what was drawn. */

/** A lot of credits: of a seat in one month, or topped up. */
export interface Lot {
  /** Who alone may draw it: a member, or a seat that nobody has. Null: anybody. */
  readonly owner: string | null
  /** Of a seat, granted by hand under the name of a subscription, or topped up. */
  readonly of: 'seat' | 'hand' | 'bought'
  readonly amount: bigint
  readonly ends: number | null
  left: bigint
  held: bigint
  /** What was taken back of it, to be given to somebody else or to nobody. */
  taken: bigint
  /** Of that: what was held, and must not come back. */
  lost: bigint
}

interface Part {
  readonly lot: Lot
  readonly amount: bigint
}

export interface ModelHold {
  readonly id: string
  readonly parts: readonly Part[]
  readonly amount: bigint
  readonly ends: number
  over: boolean
}

export interface ModelDebit {
  readonly id: string
  readonly parts: readonly Part[]
  readonly amount: bigint
  reversed: boolean
}

const lives = (lot: Lot, now: number): boolean => lot.ends === null || lot.ends > now

function comesBack(lot: Lot, amount: bigint): void {
  const lost = amount < lot.lost ? amount : lot.lost
  lot.lost -= lost
  lot.left += amount - lost
}

export class ModelWallet {
  readonly lots: Lot[] = []
  readonly holds: ModelHold[] = []
  readonly debits: ModelDebit[] = []

  give(owner: string | null, of: Lot['of'], amount: bigint, ends: number | null): Lot | null {
    if (amount === 0n) return null
    const lot = { owner, of, amount, ends, left: amount, held: 0n, taken: 0n, lost: 0n }
    this.lots.push(lot)
    return lot
  }

  /** Takes what can still be drawn of a lot. */
  take(lot: Lot | null, now: number): bigint {
    if (!lot) return 0n
    this.settle(now)
    if (!lives(lot, now)) return 0n
    const taken = lot.left
    lot.left = 0n
    lot.taken += taken
    return taken
  }

  /**
   * The same where its owner has it no longer: what came back to the owner's earlier lots goes along, as far as there
   * is room, and what is held of them comes back to nobody.
   */
  leave(seat: Lot | null, most: bigint | null, now: number): bigint {
    if (!seat) return 0n
    this.settle(now)
    if (!lives(seat, now)) return 0n
    let total = 0n
    const mine = this.lots.filter((lot) => lot !== seat && lot.of === 'seat' && lot.owner === seat.owner)
    for (const lot of [seat, ...mine]) {
      const room = most === null || lot === seat ? lot.left : most - total
      if (!lives(lot, now) || (most !== null && lot !== seat && room <= 0n)) continue
      const taken = lot.left < room ? lot.left : room
      const held = taken === lot.left ? lot.held - lot.lost : 0n
      const lost = held > 0n ? held : 0n
      lot.left -= taken
      lot.taken += taken + lost
      lot.lost += lost
      total += taken
    }
    return total
  }

  /** What one has of seats, whichever lots of them it came back to. */
  ofSeats(owner: string | null, now: number): bigint {
    return this.sum(
      (lot) => (lot.of === 'seat' && lot.owner === owner && lives(lot, now) ? lot.left : 0n),
      now,
    )
  }

  toppedUp(now: number): bigint {
    return this.sum((lot) => (lot.of === 'bought' && lives(lot, now) ? lot.left : 0n), now)
  }

  available(now: number): bigint {
    return this.sum((lot) => (lives(lot, now) ? lot.left : 0n), now)
  }

  /** The member's own first, then a subscription's before what was bought, then what ends sooner, then the older. */
  draw(member: string | null, own_only: boolean, amount: bigint, now: number): readonly Part[] | null {
    this.settle(now)
    const mine = this.lots.filter((lot) => lot.owner !== null && lot.owner === member)
    const open = own_only ? [] : this.lots.filter((lot) => lot.owner === null)
    const inOrder = [mine, open].flatMap((lots) =>
      (['seat', 'hand', 'bought'] as const).flatMap((kind) => lots.filter(({ of }) => of === kind)),
    )
    let missing = amount
    const parts: Part[] = []
    for (const lot of inOrder) {
      if (!lives(lot, now) || lot.left === 0n || missing === 0n) continue
      const part = lot.left < missing ? lot.left : missing
      parts.push({ lot, amount: part })
      missing -= part
    }
    if (missing > 0n) return null
    for (const { lot, amount: part } of parts) lot.left -= part
    return parts
  }

  hold(id: string, parts: readonly Part[], amount: bigint, ends: number): void {
    for (const { lot, amount: part } of parts) lot.held += part
    this.holds.push({ id, parts, amount, ends, over: false })
  }

  /** Burns the first of what is held, and gives the rest back. */
  capture(hold: ModelHold, debit: string, amount: bigint): void {
    let missing = amount
    const burned: Part[] = []
    for (const { lot, amount: part } of hold.parts) {
      const burns = part < missing ? part : missing
      missing -= burns
      lot.held -= part
      comesBack(lot, part - burns)
      if (burns > 0n) burned.push({ lot, amount: burns })
    }
    hold.over = true
    this.debits.push({ id: debit, parts: burned, amount, reversed: false })
  }

  reverse(debit: ModelDebit): void {
    for (const { lot, amount } of debit.parts) comesBack(lot, amount)
    debit.reversed = true
  }

  /** What is held is given back when its time is over. */
  settle(now: number): void {
    for (const hold of this.holds) {
      if (hold.over || hold.ends > now) continue
      for (const { lot, amount } of hold.parts) {
        lot.held -= amount
        comesBack(lot, amount)
      }
      hold.over = true
    }
  }

  private sum(of: (lot: Lot) => bigint, now: number): bigint {
    this.settle(now)
    return this.lots.reduce((total, lot) => total + of(lot), 0n)
  }
}
