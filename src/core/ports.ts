import type { Account, ClockAhead } from './accounts/account.ts'
import type { Authentication } from './accounts/authentication.ts'
import type { Key } from './accounts/key.ts'
import type { Member } from './accounts/member.ts'
import type { Secret, SecretForm } from './accounts/secret.ts'
import type { CapRecords } from './caps/records.ts'
import type { CreditProductRecords } from './catalogue/credit-product.ts'
import type { CreditType } from './catalogue/credit-type.ts'
import type { Clocks } from './clocks.ts'
import type { Instant } from './instant.ts'
import type { Balance } from './ledger/balance.ts'
import type { AnswerTo, Command, Outcome } from './ledger/command.ts'
import type { Debit, Reversal } from './ledger/debit.ts'
import type { Entry, EntryKind } from './ledger/entry.ts'
import type { Grant, GrantState, Revocation, Scope } from './ledger/grant.ts'
import type { Hold, HoldStatus } from './ledger/hold.ts'
import type { Movement } from './ledger/movement.ts'
import type { BillingRecords } from './purchases/billing-history.ts'
import type { PurchaseRecords } from './purchases/records.ts'
import type { Refusal } from './refusal.ts'
import type { CheckRecords, JobRecords, Reporting } from './reports/records.ts'
import type { SubscriptionRecords } from './subscriptions/records.ts'
import type { WebhookRecords } from './webhooks/records.ts'

/** What core asks of the outside. Interfaces only: the store implements them on PostgreSQL. */

export type { Clocks, DueThing } from './clocks.ts'

export interface Clock {
  now(): Instant
}

/** Mints ids that carry a prefix and are ordered by time: `deb_01k…`. */
export interface Ids {
  mint(prefix: string, now: Instant): string
}

/** Makes the secrets of API keys, which need true randomness. */
export interface Secrets {
  mint(form?: SecretForm): Secret
}

/** A part of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** A part of a list by its place in it, for faces that count instead of following a cursor. */
export interface Slice {
  readonly skip: number
  readonly take: number
}

export interface Sliced<T> {
  readonly items: readonly T[]
  /** How many there are in all. */
  readonly total: number
}

export interface PageRequest {
  readonly limit: number
  /** Where to begin: the `next` of the page before. */
  readonly after: string | null
}

/** An idempotent call that is no ledger command: whose key it is, and what the key stands for. */
export interface OnceRequest {
  /** The account whose call it is; '' for the operator's calls outside any account. */
  readonly account: string
  readonly key: string
  readonly fingerprint: string
  /** When the call came by the real clock, by which keys are kept; where it is left out, the operation's time. */
  readonly at?: Instant
  /** Whether a refusal is kept under the key as well, as it is unless told. */
  readonly keeps_refusal?: boolean
  /**
   * What only the caller knows, its bearer secret. A `secret` in the answer is kept sealed under it; without it the
   * replay has null there.
   */
  readonly seal?: Buffer
}

export interface DebitExplanation {
  readonly debit: Debit
  readonly draws: readonly { readonly grant: Grant; readonly amount_micro: bigint }[]
  readonly reversals: readonly Reversal[]
}

export interface GrantExplanation {
  readonly grant: Grant
  /** By hand alone, in the order of their time. */
  readonly revocations: readonly Revocation[]
}

/** The ledger: commands decided and made durable in batches, and reads of what is there. */
export interface Ledger {
  submit<C extends Command>(command: C, now: Instant): Promise<Outcome<AnswerTo<C>>>
  /** Many at once, each with its own outcome, in their order. */
  submitAll<C extends Command>(commands: readonly C[], now: Instant): Promise<Outcome<AnswerTo<C>>[]>
  /** Of every credit type that the account ever had; with a moment in the past, as of then, or what a usage can burn. */
  balances(
    account: string,
    page: PageRequest,
    now: Instant,
    wish?: { readonly as_of?: Instant; readonly usage?: Scope },
  ): Promise<Page<Balance> | Refusal>
  balance(account: string, credit_type: string, now: Instant, usage?: Scope): Promise<Balance | Refusal>
  /** The balance at a moment in the past, from the entries. */
  balanceAsOf(account: string, credit_type: string, as_of: Instant, now: Instant): Promise<Balance | Refusal>
  /** As it was written: what fell due in it since is left to whoever asks with a `now`. */
  grant(account: string, id: string): Promise<Grant | null>
  explainGrant(account: string, id: string, now: Instant): Promise<GrantExplanation | null>
  grants(account: string, filter: GrantFilter, page: PageRequest, now: Instant): Promise<Page<Grant>>
  debit(account: string, id: string): Promise<DebitExplanation | null>
  debits(account: string, filter: DebitFilter, page: PageRequest): Promise<Page<Debit>>
  hold(account: string, id: string, now: Instant): Promise<Hold | null>
  holds(account: string, status: HoldStatus | null, page: PageRequest, now: Instant): Promise<Page<Hold>>
  entries(account: string, filter: EntryFilter, page: PageRequest): Promise<Page<Entry>>
  /** A wallet's grants, debits and expiries, newest first. */
  movements(account: string, credit_type: string, slice: Slice): Promise<Sliced<Movement>>
}

export interface EntryFilter {
  readonly credit_type: string | null
  readonly kind: EntryKind | null
  readonly grant: string | null
}

export interface GrantFilter {
  readonly credit_type: string | null
  readonly state: GrantState | null
}

export interface DebitFilter {
  readonly credit_type: string | null
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
}

/** Keeps every other transaction from changing what is read, until this one ends. */
export type Lock = 'locked'

/** Accounts, members, keys, credit types, caps and what is kept of buying, within one transaction. */
export interface Registry
  extends PurchaseRecords,
    BillingRecords,
    CreditProductRecords,
    SubscriptionRecords,
    CapRecords,
    WebhookRecords,
    CheckRecords {
  /** Makes the account. Where its slug is taken the transaction must be undone, because the account is made by then. */
  insertAccount(account: Account): Promise<'inserted' | 'account_exists' | 'slug_taken'>
  updateAccount(account: Account): Promise<'updated' | 'slug_taken'>
  account(id: string, lock?: Lock): Promise<Account | null>
  accountBySlug(slug: string): Promise<Account | null>
  accounts(page: PageRequest, search: string | null): Promise<Page<Account>>
  /** Puts the account's own clock forward; it never goes back. */
  setAhead(account: string, ahead_ms: number): Promise<void>
  /** The accounts whose clock is ahead of the real one. */
  clocksAhead(): Promise<readonly ClockAhead[]>
  /**
   * How often the links to the account's portal were called back, and its member, where one is named, was removed; null
   * where there is no such account. It never falls.
   */
  portalEra(account: string, member: string | null): Promise<number | null>
  /** Calls back every link made until now; false where there is no such account. */
  nextPortalEra(account: string): Promise<boolean>

  insertMember(member: Member): Promise<boolean>
  updateMember(member: Member): Promise<void>
  /** Calls back the links made for the member until now. */
  nextMemberEra(account: string, id: string): Promise<void>
  member(account: string, id: string, lock?: Lock): Promise<Member | null>
  /** The one who has not been removed; whatever its letters' case. */
  memberByEmail(account: string, email: string): Promise<Member | null>
  /** The same of many, each under the address that was asked for. */
  membersByEmail(account: string, emails: readonly string[]): Promise<ReadonlyMap<string, Member>>
  members(account: string, page: PageRequest): Promise<Page<Member>>

  /** False where the person has a key of a face that gives each but one. */
  insertKey(key: Key, secret_sha256: Buffer): Promise<boolean>
  /** Null keeps the key's secret; another one makes the old one void at once. */
  updateKey(key: Key, secret_sha256: Buffer | null): Promise<void>
  /** Those bound to the member that are not revoked yet. */
  revokeKeysOf(account: string, member: string, at: Instant): Promise<void>
  key(id: string, lock?: Lock): Promise<Key | null>
  /** The keys of an account; null means every key, the operator's own included. */
  keys(account: string | null, page: PageRequest): Promise<Page<Key>>

  insertCreditType(type: CreditType): Promise<boolean>
  updateCreditType(type: CreditType): Promise<void>
  creditType(id: string, lock?: Lock): Promise<CreditType | null>
  creditTypes(page: PageRequest): Promise<Page<CreditType>>
}

/** What jobs keep in order. */
export interface Upkeep extends JobRecords {
  /** Wallets in which something is due by their account's own clock, those that waited longest first. */
  dueWallets(now: Instant, limit: number): Promise<(ClockAhead & { readonly credit_type: string })[]>
  /** Since when, in real time, the oldest of them has been due; null where nothing is. */
  dueSince(now: Instant): Promise<Instant | null>
  /** Forgets answers to idempotency keys that are older than they must be kept, and says how many. */
  purgeAnswers(now: Instant): Promise<number>
}

/** The database as a whole. */
export interface Store extends Reporting, Authentication {
  readonly ledger: Ledger
  readonly upkeep: Upkeep
  /** Reads outside any transaction. */
  readonly registry: Registry
  readonly clocks: Clocks
  /**
   * How far the account's own clock is ahead of the real one, in milliseconds: nothing, for nearly all. As old as the
   * last `clocks.hear`, or as the authentication of who asks.
   */
  ahead(account: string): number
  /**
   * Runs the work in one transaction and keeps its answer under the key, so that the same call is answered the same
   * again for 24 hours. A `Refused` thrown by the work undoes it and is kept as its answer. Without a request it is
   * simply one transaction.
   */
  once<A>(
    request: OnceRequest | null,
    now: Instant,
    work: (registry: Registry) => Promise<A>,
  ): Promise<{ readonly answer: A | Refusal; readonly replayed: boolean }>
  /** Forgets the answer that is kept under a request's key, unless the key stands for another request by now. */
  forget(request: OnceRequest): Promise<void>
  /** How many answers are kept under a key that is numbered: `key.1`, `key.2` and so on. */
  tries(account: string, key: string, at: Instant): Promise<number>
  /** Keeps the first so many of them for 24 hours from then. */
  prolong(account: string, key: string, tries: number, at: Instant): Promise<void>
  /** A secret of the installation's own, made when it is first asked for and the same for every server. */
  signingSecret(name: string): Promise<Buffer>
  /** Rejects when the database can't be reached, takes no writes, or has migrations that are not this code's. */
  ready(): Promise<void>
  close(): Promise<void>
}
