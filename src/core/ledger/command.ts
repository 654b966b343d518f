import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Facts } from '../purchases/facts.ts'
import type { Purchase, Transition } from '../purchases/purchase.ts'
import type { Refusal } from '../refusal.ts'
import type { Deal } from '../subscriptions/seat.ts'
import type { Debit, DebitAnswer, Reversal } from './debit.ts'
import type { Grant, GrantSource, Revocation, Scope } from './grant.ts'
import type { Hold } from './hold.ts'

/**
 * Everything that changes a wallet is a command: it is decided on the loaded wallet by a pure function, in a batch
 * with others of its lane, and written in one transaction with the entries that it makes.
 */
interface Addressed {
  readonly account: string
}

/** Of what is done once under its key. */
interface Envelope extends Addressed {
  /** The caller's idempotency key, or one of our own; of a debit, its id: one key has one outcome. */
  readonly key: string
  /** Whether it is one of our own. Nobody can have used it then, unless this is a second try. A debit's tells itself. */
  readonly minted?: boolean
  /** What the key stands for (method, path and body), so that another request under it is refused. */
  readonly fingerprint: string
  /** Where a refusal is not kept, the key is as good as new after one. It is kept unless this says otherwise. */
  readonly keeps_refusal?: boolean
}

export interface DebitCommand extends Envelope {
  readonly kind: 'debit'
  readonly credit_type: string
  readonly id: string
  readonly amount_micro: Micro
  readonly usage: Scope
  readonly api_key: string | null
  /** JSON text. */
  readonly metadata: string | null
  readonly occurred_at: Instant | null
}

export interface GrantCommand extends Envelope {
  readonly kind: 'grant'
  readonly credit_type: string
  readonly id: string
  readonly amount_micro: Micro
  readonly source: GrantSource
  readonly priority: number
  readonly scope: Scope
  readonly starts_at: Instant | null
  /** Undefined: as the credit type's policy says. Null: never. */
  readonly expires_at: Instant | null | undefined
  readonly metadata: string | null
}

export interface ReserveCommand extends Envelope {
  readonly kind: 'reserve'
  readonly credit_type: string
  readonly id: string
  readonly amount_micro: Micro
  readonly ttl_ms: number
  readonly usage: Scope
  readonly api_key: string | null
  readonly metadata: string | null
}

export interface CaptureCommand extends Envelope {
  readonly kind: 'capture'
  readonly hold: string
  /** The id of the debit that the capture makes. */
  readonly id: string
  /** Null: all that is held. */
  readonly amount_micro: Micro | null
  readonly allow_more: boolean
  /** Whose call it is; the debit is that of whoever made the hold. */
  readonly api_key: string | null
  readonly metadata: string | null
}

export interface ReleaseCommand extends Envelope {
  readonly kind: 'release'
  readonly hold: string
}

export interface ExtendCommand extends Envelope {
  readonly kind: 'extend'
  readonly hold: string
  /** The new end, counted from now. */
  readonly ttl_ms: number
}

export interface ReverseCommand extends Envelope {
  readonly kind: 'reverse'
  readonly debit: string
  readonly id: string
  /** Null: all that is not reversed yet. */
  readonly amount_micro: Micro | null
  readonly reason: string | null
}

/** Takes credits of a grant back; what was spent already becomes a debt or is written off. */
export interface RevokeCommand extends Envelope {
  readonly kind: 'revoke'
  readonly grant: string
  readonly id: string
  /** Null: all that was granted and not revoked yet. */
  readonly amount_micro: Micro | null
  readonly spent: 'debt' | 'write_off'
  readonly reason: string | null
}

/** Posts what is due in a wallet: ends of holds, expiries, starts. */
export interface SettleCommand extends Addressed {
  readonly kind: 'settle'
  readonly credit_type: string
}

/**
 * Brings a purchase to what a look at its payment says: its state, and its grant with it, in one transaction. Settling
 * the same facts again changes nothing, so it needs no key.
 */
export interface SettlePurchaseCommand extends Addressed {
  readonly kind: 'settle_purchase'
  readonly credit_type: string
  readonly purchase: string
  /** The purchase's grant, made already or not. */
  readonly grant: string
  /** What the entries of a revocation, a freeze or a thaw are caused by. */
  readonly id: string
  readonly facts: Facts
  readonly cause: string
}

/**
 * Does what a step of a subscription wants done to its seats' credits, all in one transaction, and writes down that it
 * is done. Doing it again changes nothing.
 */
export interface AllotCommand extends Addressed {
  readonly kind: 'allot'
  readonly credit_type: string
  readonly allotment: string
  readonly deals: readonly Deal[]
}

/** What is recorded under its key, so that it has one outcome however often it comes. */
export type KeyedCommand =
  | DebitCommand
  | GrantCommand
  | ReserveCommand
  | CaptureCommand
  | ReleaseCommand
  | ExtendCommand
  | ReverseCommand
  | RevokeCommand

/** What changes nothing when it comes again, so that no record under a key is needed for that. */
export type KeylessCommand = SettleCommand | SettlePurchaseCommand | AllotCommand

export type Command = KeyedCommand | KeylessCommand

export const isKeyless = (command: Command): command is KeylessCommand =>
  command.kind === 'settle' || command.kind === 'settle_purchase' || command.kind === 'allot'

/** Told by what was minted for the command, never by what a key looks like: a caller's may look like anything. */
export const isMinted = (command: KeyedCommand): boolean =>
  command.kind === 'debit' ? command.key === command.id : command.minted === true

export interface BalanceAfter {
  readonly available_micro: Micro
  readonly held_micro: Micro
  readonly debt_micro: Micro
}

type Unnamed<T extends { readonly id: string }> = Omit<T, 'id'> & { readonly id: string | null }

/** What each kind of command answers. */
export interface Answers {
  debit: DebitAnswer
  grant: { readonly grant: Grant; readonly balance: BalanceAfter }
  reserve: { readonly hold: Hold; readonly balance: BalanceAfter }
  capture: { readonly hold: Hold; readonly answer: DebitAnswer; readonly balance: BalanceAfter }
  release: { readonly hold: Hold; readonly balance: BalanceAfter }
  extend: { readonly hold: Hold; readonly balance: BalanceAfter }
  reverse: { readonly reversal: Reversal; readonly debit: Debit; readonly balance: BalanceAfter }
  /** An answer that was kept before revocations were has no id. */
  revoke: { readonly revocation: Unnamed<Revocation>; readonly balance: BalanceAfter }
  settle: Readonly<Record<string, never>>
  allot: { readonly balance: BalanceAfter }
  settle_purchase: { readonly purchase: Purchase; readonly transitions: readonly Transition[] }
}

export type AnswerTo<C extends Command> = Answers[C['kind']]
export type Answer = Answers[Command['kind']]

/** The outcome of a command: its answer or a refusal, and whether it is the first one or a replay. */
export interface Outcome<A = Answer> {
  readonly answer: A | Refusal
  readonly replayed: boolean
}
