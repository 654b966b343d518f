import type {
  AllotCommand,
  CaptureCommand,
  Command,
  DebitCommand,
  ExtendCommand,
  ReleaseCommand,
  ReserveCommand,
  ReverseCommand,
  RevokeCommand,
  SettlePurchaseCommand,
} from '../../src/core/ledger/command.ts'
import type { NewGrant } from '../../src/core/ledger/decide-grant.ts'
import { type Scope, UNSCOPED } from '../../src/core/ledger/grant.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import type { Allotment } from '../../src/core/subscriptions/seat.ts'
import { allot } from './model-allotment.ts'
import { capFor, type ModelCap, type ModelDebit, usedUnder, worth } from './model-caps.ts'
import { boughtNow, lateExpiry, type ModelPurchase, statesTo, takenBack } from './model-purchase.ts'
import {
  expiryOf,
  type ModelBalance,
  type ModelDraw,
  type ModelGrant,
  type ModelHold,
  ModelWallet,
} from './model-wallet.ts'

/** However often a hold is extended. */
const LONGEST_HOLD = 90 * 86_400_000

export interface ModelType {
  readonly price: bigint | null
  /** When a grant that starts then expires, where it doesn't say so itself. */
  readonly expiry: (starts_at: number) => number | null
  readonly rolling: boolean
}

/** What can be seen of an outcome: a refusal's code, or what the answer says that the model knows. */
export type Seen = { readonly refused: string } | { readonly [field: string]: unknown }
type Refused = { readonly refused: string }

const no = (refused: string): Refused => ({ refused })
const isNo = (seen: object): seen is Refused => 'refused' in seen
const REACHED = { account: 'account', member: 'user', project: 'project', key: 'key' } as const
const DAY = 86_400_000
const GIVEN = { source: 'purchase', priority: 100, scope: UNSCOPED, starts_at: null, metadata: null } as const
const EMPTY: ModelBalance = { available: 0n, held: 0n, debt: 0n, expiring_next: null }

/** One account as the ledger ought to keep it: what the issue says, in the plainest code that says it. */
export class ModelAccount {
  readonly id: string
  readonly types: ReadonlyMap<string, ModelType>
  readonly members: ReadonlySet<string>
  readonly wallets = new Map<string, ModelWallet>()
  readonly debits: ModelDebit[] = []
  readonly purchases = new Map<string, ModelPurchase>()
  /** What is still to be done to seats' credits; null once it is done. */
  readonly allotments = new Map<string, Allotment | null>()
  /** Members who draw on nothing but what is their own. */
  readonly restricted = new Set<string>()
  /** Whether the account owes what was spent of credits that are taken back for a refund. */
  readonly owes: boolean
  caps: ModelCap[] = []
  readonly #keys = new Map<string, { body: string; answer: Seen; until: number }>()

  constructor(id: string, types: ReadonlyMap<string, ModelType>, members: ReadonlySet<string>, owes = true) {
    this.id = id
    this.owes = owes
    this.types = types
    this.members = members
  }

  get holds(): ModelHold[] {
    return [...this.wallets.values()].flatMap((wallet) => wallet.holds)
  }

  buy(purchase: Purchase): void {
    this.purchases.set(purchase.id, boughtNow(purchase))
  }

  isRestricted({ member }: Scope): boolean {
    return member !== null && this.restricted.has(member)
  }

  apply(command: Command, now: number): Seen {
    const key = 'key' in command ? command.key : null
    const known = key === null ? undefined : this.#keys.get(key)
    if (known && known.until > now)
      return known.body === bodyOf(command) ? known.answer : no('idempotency_key_reused')
    this.#home(command)?.settle(now)
    // Caps count what all of an account's wallets hold, and a hold past its end holds nothing.
    if (this.caps.length > 0)
      for (const wallet of this.wallets.values()) if (wallet.hasEnded(now)) wallet.settle(now)
    const answer = this.#decide(command, now)
    const unknown = 'refused' in answer && /^(account|credit_type)_not_found$/.test(String(answer.refused))
    const until = command.kind === 'debit' ? Infinity : now + DAY
    if (!unknown && key !== null && !isOwnKey(command))
      this.#keys.set(key, { body: bodyOf(command), answer, until })
    return answer
  }

  balance(credit_type: string, now: number): ModelBalance {
    return this.wallets.get(credit_type)?.balanceAt(now) ?? EMPTY
  }

  balanceInThePast(credit_type: string, at: number): ModelBalance {
    const wallet = this.wallets.get(credit_type)
    if (!wallet) return EMPTY
    return at < wallet.at ? wallet.balanceInThePast(at) : wallet.balanceAt(at, at)
  }

  #home(command: Command): ModelWallet | undefined {
    if ('credit_type' in command) return this.wallets.get(command.credit_type)
    for (const wallet of this.wallets.values()) {
      if ('hold' in command && wallet.holds.some(({ id }) => id === command.hold)) return wallet
      if ('grant' in command && wallet.grants.some(({ id }) => id === command.grant)) return wallet
    }
    const debit = 'debit' in command ? this.debits.find(({ id }) => id === command.debit) : undefined
    return debit && this.wallets.get(debit.credit_type)
  }

  #decide(command: Command, now: number): Seen {
    switch (command.kind) {
      case 'debit':
        return this.#debit(command, now)
      case 'reserve':
        return this.#reserve(command, now)
      case 'grant':
        return this.#grant(command, now)
      case 'capture':
      case 'release':
      case 'extend':
        return this.#onHold(command, now)
      case 'reverse':
        return this.#reverse(command, now)
      case 'revoke':
        return this.#revoke(command, now)
      case 'settle':
        return {}
      case 'settle_purchase':
        return this.#settlePurchase(command, now)
      case 'allot':
        return this.#allot(command, now)
    }
  }

  /** Whether somebody may burn so much: is a member, meets no cap, has the credits; in this order. */
  #mayBurn(
    use: Pick<DebitCommand, 'account' | 'usage' | 'api_key'> & { credit_type: string; amount: bigint },
    at: number,
    price: bigint | null,
    captured?: ModelHold,
  ): { draws: ModelDraw[]; caps: unknown[] } | Refused {
    const { usage, amount } = use
    if (!this.types.has(use.credit_type)) return no('credit_type_not_found')
    if (usage.member !== null && !this.members.has(usage.member)) return no('member_not_found')
    const caps = []
    for (const subject of ['account', 'member', 'project', 'key'] as const) {
      const cap = capFor(this.caps, use, subject)
      if (!cap) continue
      const before_micro = usedUnder(cap, use, at, this.debits, this.holds)
      // A capture burns what was held, too, and no longer as a hold.
      const all = captured ? captured.amount + amount : amount
      const others = captured ? this.holds.filter((hold) => hold !== captured) : this.holds
      const used = usedUnder(cap, use, at, this.debits, others)
      const after_micro = used + (cap.unit === 'money' ? worth(all, price) : all)
      const isFull = after_micro > cap.limit && after_micro > before_micro
      if (cap.limit === 0n || isFull) return no(`${REACHED[subject]}_spending_cap_reached`)
      caps.push({ subject, before_micro, after_micro })
    }
    const draws = this.wallets.get(use.credit_type)?.plan(amount, usage, at, this.isRestricted(usage))
    return draws ? { draws, caps } : no('insufficient_credits')
  }

  #debit(command: DebitCommand, now: number): Seen {
    const { credit_type, amount_micro: amount, usage, api_key } = command
    const wallet = this.wallets.get(credit_type)
    const at = Math.max(now, wallet?.at ?? now)
    const price = this.types.get(credit_type)?.price ?? null
    const plan = this.#mayBurn({ ...command, amount }, at, price)
    if ('refused' in plan || !wallet) return plan
    const before_micro = wallet.available
    for (const { grant, amount_micro } of plan.draws)
      wallet.move('wallet', 'consumed', amount_micro, wallet.grant(grant), at)
    this.debits.push({
      id: command.id,
      credit_type,
      amount,
      usage,
      api_key,
      price,
      at,
      draws: plan.draws,
      hold: null,
      reversed: 0n,
    })
    return {
      id: command.id,
      at,
      draws: plan.draws,
      caps: plan.caps,
      before_micro,
      after_micro: wallet.available,
    }
  }

  #reserve(command: ReserveCommand, now: number): Seen {
    const { credit_type, amount_micro: amount, usage, api_key } = command
    const wallet = this.wallets.get(credit_type)
    const at = Math.max(now, wallet?.at ?? now)
    const price = this.types.get(credit_type)?.price ?? null
    const plan = this.#mayBurn({ ...command, amount }, at, price)
    if ('refused' in plan || !wallet) return plan
    for (const { grant, amount_micro } of plan.draws)
      wallet.move('wallet', 'held', amount_micro, wallet.grant(grant), at)
    const ends_at = at + command.ttl_ms
    const receipt = plan.draws
    wallet.holds.push({
      id: command.id,
      credit_type,
      amount,
      usage,
      api_key,
      price,
      receipt,
      created_at: at,
      ends_at,
      status: 'open',
    })
    return { id: command.id, receipt, ends_at, ...after(wallet) }
  }

  #grant(command: NewGrant, now: number): Seen {
    const type = this.types.get(command.credit_type)
    if (!type) return no('credit_type_not_found')
    if (command.scope.member !== null && !this.members.has(command.scope.member))
      return no('member_not_found')
    const at = Math.max(now, this.wallets.get(command.credit_type)?.at ?? now)
    const starts_at = command.starts_at ?? at
    const byPolicy = command.expires_at === undefined
    const ends = command.expires_at === undefined ? type.expiry(Math.max(starts_at, at)) : command.expires_at
    if (ends !== null && ends <= Math.max(at, starts_at)) return no('grant_already_expired')
    const wallet = this.wallets.get(command.credit_type) ?? new ModelWallet(at)
    this.wallets.set(command.credit_type, wallet)
    const grant: ModelGrant = {
      id: command.id,
      source: command.source,
      amount: command.amount_micro,
      priority: command.priority,
      scope: command.scope,
      starts_at,
      created_at: at,
      rolling: byPolicy && type.rolling && starts_at <= at,
      expiries: [{ since: at, at: ends }],
      revoked: 0n,
      stage: 'scheduled',
      left: 0n,
      held: 0n,
      frozen: 0n,
      isFrozen: false,
      writtenOff: 0n,
      owed: 0n,
      paid: 0n,
    }
    if (grant.rolling && ends !== null) this.#moveBucket(wallet, ends, at)
    wallet.grants.push(grant)
    if (starts_at <= at) wallet.start(grant, at)
    return { id: grant.id, expires_at: ends, left: grant.left, ...after(wallet) }
  }

  /** What is in the bucket lives as long as the newest purchase; so does what is spent, if ever it comes back. */
  #moveBucket(wallet: ModelWallet, ends: number, at: number): void {
    for (const grant of wallet.grants) {
      const now = expiryOf(grant)
      if (grant.rolling && now !== null && now > at && now < ends)
        grant.expiries.push({ since: at, at: ends })
    }
  }

  #onHold(command: CaptureCommand | ReleaseCommand | ExtendCommand, now: number): Seen {
    const wallet = this.#home(command)
    const hold = wallet?.holds.find(({ id }) => id === command.hold)
    if (!wallet || !hold) return no('hold_not_found')
    if (hold.status === 'captured') return no('hold_already_captured')
    if (hold.status === 'released') return no('hold_already_released')
    const at = Math.max(now, wallet.at)
    if (hold.status === 'expired' || hold.ends_at <= at) return no('hold_expired')
    if (command.kind === 'capture') return this.#capture(command, wallet, hold, at)
    if (command.kind === 'release') wallet.endHold(hold, 'released', hold.receipt, at)
    else hold.ends_at = Math.min(at + command.ttl_ms, Math.max(hold.created_at + LONGEST_HOLD, hold.ends_at))
    return command.kind === 'release' ? after(wallet) : { ends_at: hold.ends_at }
  }

  #capture(command: CaptureCommand, wallet: ModelWallet, hold: ModelHold, at: number): Seen {
    const { credit_type, usage, api_key, price } = hold
    const amount = command.amount_micro ?? hold.amount
    const more = amount - hold.amount
    let extra: readonly ModelDraw[] = []
    if (more > 0n) {
      if (!command.allow_more) return no('capture_exceeds_hold')
      // It counts for the hold's key, so a key that may burn only so much can't take it.
      const by = { account: this.id, usage: hold.usage, api_key: command.api_key }
      if (command.api_key !== hold.api_key && capFor(this.caps, by, 'key')) return no('capture_exceeds_hold')
      const use = { account: this.id, credit_type, usage, api_key, amount: more }
      const plan = this.#mayBurn(use, at, price, hold)
      if (isNo(plan)) return plan
      extra = plan.draws
    }
    const before_micro = wallet.available
    const [used, back] = cut(hold.receipt, amount)
    for (const { grant, amount_micro } of used)
      wallet.move('held', 'consumed', amount_micro, wallet.grant(grant), at)
    for (const { grant, amount_micro } of extra)
      wallet.move('wallet', 'consumed', amount_micro, wallet.grant(grant), at)
    const after_micro = wallet.available
    wallet.endHold(hold, 'captured', back, at)
    const draws = [...used, ...extra]
    this.debits.push({
      id: command.id,
      credit_type,
      amount,
      usage,
      api_key,
      price,
      at,
      draws,
      hold,
      reversed: 0n,
    })
    return { id: command.id, draws, before_micro, after_micro, ...after(wallet) }
  }

  #reverse(command: ReverseCommand, now: number): Seen {
    const debit = this.debits.find(({ id }) => id === command.debit)
    const wallet = debit && this.wallets.get(debit.credit_type)
    if (!debit || !wallet) return no('debit_not_found')
    const amount = command.amount_micro ?? debit.amount - debit.reversed
    if (amount === 0n || amount > debit.amount - debit.reversed) return no('reversal_exceeds_debit')
    const at = Math.max(now, wallet.at)
    // What stays burned is the beginning of the draws; what goes back comes from its end.
    const [kept] = cut(debit.draws, debit.amount - debit.reversed)
    const [, back] = cut(kept, debit.amount - debit.reversed - amount)
    let expired_micro = 0n
    for (const { grant, amount_micro } of back.toReversed())
      expired_micro += wallet.giveBack('consumed', wallet.grant(grant), amount_micro, at)
    debit.reversed += amount
    wallet.payDebt(at)
    return { id: command.id, amount_micro: amount, expired_micro, ...after(wallet) }
  }

  #revoke(command: RevokeCommand, now: number): Seen {
    const wallet = this.#home(command)
    const grant = wallet?.grants.find(({ id }) => id === command.grant)
    if (!wallet || !grant) return no('grant_not_found')
    const amount = command.amount_micro ?? grant.amount - grant.revoked
    if (amount === 0n || amount > grant.amount - grant.revoked) return no('revocation_exceeds_grant')
    const at = Math.max(now, wallet.at)
    if (grant.stage === 'scheduled') {
      grant.revoked += amount
      if (grant.revoked === grant.amount) grant.stage = 'cancelled'
      return { revoked_micro: amount, debt_micro: 0n, written_off_micro: 0n, ...after(wallet) }
    }
    const taken = wallet.takeBack(grant, amount, command.spent === 'debt', at)
    wallet.payDebt(at)
    return { ...taken, ...after(wallet) }
  }

  /** A payment only ever learns, so of all looks at it the latest says what is true, in whatever order they came. */
  #settlePurchase(command: SettlePurchaseCommand, now: number): Seen {
    const one = this.purchases.get(command.purchase)
    if (!one) return no('purchase_not_found')
    const { credit_type, credits_micro: credits, grant: id } = one.purchase
    const at = Math.max(now, this.wallets.get(credit_type)?.at ?? now)
    if (command.facts.asked_at >= one.known.asked_at) one.known = command.facts
    const steps = statesTo(one)
    one.state = steps.at(-1) ?? one.state
    if (one.known.payment === 'paid' && one.purchase.subscription === null) {
      if (one.granted_at === null) {
        one.before = this.#toppedUp(credit_type, at)
        this.#grant({ ...command, ...GIVEN, id, amount_micro: credits, expires_at: lateExpiry(one, at) }, at)
        one.after = this.#toppedUp(credit_type, at)
        one.granted_at = at
      }
      const wallet = this.wallets.get(credit_type)!
      const grant = wallet.grant(id)
      if (grant.isFrozen && one.state !== 'disputed') wallet.thaw(grant, at)
      const due = takenBack(one)
      const open = grant.amount - grant.revoked
      const more = due - one.revoked < open ? due - one.revoked : open
      if (more > 0n) wallet.takeBack(grant, more, this.owes, at)
      else if (more < 0n) wallet.restore(grant, -more, at)
      one.revoked += more
      if (!grant.isFrozen && one.state === 'disputed') wallet.freeze(grant, at)
      wallet.payDebt(at)
    }
    const { state, granted_at, revoked, before, after } = one
    const frozen = state === 'disputed' && granted_at !== null
    return { state, granted_at, revoked, frozen, before, after, steps }
  }

  #allot(command: AllotCommand, now: number): Seen {
    const todo = this.allotments.get(command.allotment)
    if (todo === undefined) return no('subscription_not_found')
    const { credit_type } = command
    const wallet = this.wallets.get(credit_type) ?? new ModelWallet(now)
    this.allotments.set(command.allotment, null)
    if (todo && allot(wallet, todo, Math.max(now, wallet.at))) this.wallets.set(credit_type, wallet)
    return after(wallet)
  }

  /** What the wallet has of all that came by no subscription. */
  #toppedUp(credit_type: string, at: number): bigint {
    return (this.wallets.get(credit_type)?.grants ?? [])
      .filter((grant) => grant.source !== 'subscription' && (expiryOf(grant) ?? Infinity) > at)
      .reduce((all, { left, held }) => all + left + held, 0n)
  }
}

const after = (wallet: ModelWallet) => ({
  available: wallet.available,
  held: wallet.held,
  debt: wallet.debt,
})

/** The first so much of the draws, and the rest. */
function cut(draws: readonly ModelDraw[], amount: bigint): [ModelDraw[], ModelDraw[]] {
  const [first, rest]: [ModelDraw[], ModelDraw[]] = [[], []]
  let missing = amount
  for (const { grant, amount_micro } of draws) {
    const part = amount_micro < missing ? amount_micro : missing
    if (part > 0n) first.push({ grant, amount_micro: part })
    if (part < amount_micro) rest.push({ grant, amount_micro: amount_micro - part })
    missing -= part
  }
  return [first, rest]
}

const isOwnKey = (command: Command): boolean =>
  'key' in command && (command.kind === 'debit' ? command.key === command.id : command.minted === true)

/** What must be the same when a key comes again. */
function bodyOf(command: Command): string {
  if (command.kind !== 'debit') return 'fingerprint' in command ? command.fingerprint : ''
  const { credit_type, amount_micro, usage, metadata, occurred_at } = command
  return `debit ${credit_type} ${amount_micro} ${JSON.stringify([usage, metadata, occurred_at])}`
}
