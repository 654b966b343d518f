import type { Account } from './accounts/account.ts'
import type { Key, Principal } from './accounts/key.ts'
import type { Member } from './accounts/member.ts'
import type { Cap, CapSubject, Counter } from './caps/cap.ts'
import type { CreditType } from './catalogue/credit-type.ts'
import type { Instant } from './instant.ts'
import type { Balance } from './ledger/balance.ts'
import type { AnswerTo, Command, Outcome } from './ledger/command.ts'
import type { Debit, Reversal } from './ledger/debit.ts'
import type { Entry, EntryKind } from './ledger/entry.ts'
import type { Grant, Scope } from './ledger/grant.ts'
import type { Hold, HoldStatus } from './ledger/hold.ts'
import type { Refusal } from './refusal.ts'

/** What core asks of the outside. Interfaces only: the store implements them on PostgreSQL. */

export interface Clock {
  now(): Instant
}

/** Mints ids that carry a prefix and are ordered by time: `deb_01k…`. */
export interface Ids {
  mint(prefix: string, now: Instant): string
}

/** A part of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
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
}

export interface DebitExplanation {
  readonly debit: Debit
  readonly draws: readonly { readonly grant: Grant; readonly amount_micro: bigint }[]
  readonly reversals: readonly Reversal[]
}

/** The ledger: commands decided and made durable in batches, and reads of what is there. */
export interface Ledger {
  submit<C extends Command>(command: C, now: Instant): Promise<Outcome<AnswerTo<C>>>
  /** Many at once, each with its own outcome, in their order. */
  submitAll<C extends Command>(commands: readonly C[], now: Instant): Promise<Outcome<AnswerTo<C>>[]>
  balances(account: string, now: Instant): Promise<Balance[] | Refusal>
  balance(account: string, credit_type: string, now: Instant, usage?: Scope): Promise<Balance | Refusal>
  /** The balance at a moment in the past, from the entries. */
  balanceAsOf(account: string, credit_type: string, as_of: Instant, now: Instant): Promise<Balance | Refusal>
  grant(account: string, id: string): Promise<Grant | null>
  grants(account: string, credit_type: string | null, page: PageRequest): Promise<Page<Grant>>
  debit(account: string, id: string): Promise<DebitExplanation | null>
  debits(account: string, filter: DebitFilter, page: PageRequest): Promise<Page<Debit>>
  hold(account: string, id: string): Promise<Hold | null>
  holds(account: string, status: HoldStatus | null, page: PageRequest): Promise<Page<Hold>>
  entries(account: string, filter: EntryFilter, page: PageRequest): Promise<Page<Entry>>
}

export interface EntryFilter {
  readonly credit_type: string | null
  readonly kind: EntryKind | null
  readonly grant: string | null
}

export interface DebitFilter {
  readonly credit_type: string | null
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
}

/** Accounts, members, keys, credit types and caps, within one transaction. */
export interface Registry {
  /** Makes the account; null where its id is taken, and 'slug_taken' where its slug is. */
  insertAccount(account: Account): Promise<'inserted' | 'account_exists' | 'slug_taken'>
  updateAccount(account: Account): Promise<'updated' | 'slug_taken'>
  account(id: string): Promise<Account | null>
  accountBySlug(slug: string): Promise<Account | null>
  accounts(page: PageRequest, search: string | null): Promise<Page<Account>>

  insertMember(member: Member): Promise<boolean>
  updateMember(member: Member): Promise<void>
  member(account: string, id: string): Promise<Member | null>
  members(account: string, page: PageRequest): Promise<Page<Member>>

  insertKey(key: Key, secret_sha256: Buffer): Promise<void>
  /** Gives the key another secret: the old one is void at once. */
  updateKey(key: Key, secret_sha256: Buffer | null): Promise<void>
  key(id: string): Promise<Key | null>
  keys(account: string | null, page: PageRequest): Promise<Page<Key>>

  insertCreditType(type: CreditType): Promise<boolean>
  updateCreditType(type: CreditType): Promise<void>
  creditType(id: string): Promise<CreditType | null>
  creditTypes(): Promise<CreditType[]>

  /** Keeps every batch away from the account's wallets and caps until the transaction ends. */
  lockForCaps(account: string): Promise<void>
  putCap(cap: Cap): Promise<void>
  deleteCap(account: string, subject: CapSubject, subject_id: string): Promise<boolean>
  cap(account: string, subject: CapSubject, subject_id: string): Promise<Cap | null>
  caps(account: string): Promise<Cap[]>
  counter(cap: Cap, subject_id: string): Promise<Counter | null>
  putCounters(counters: readonly Counter[]): Promise<void>
  /**
   * What each subject of the kind has burned since `since`, open holds included: one row a subject and price, so
   * that core can count it in credits or money. `subject_id` null means every subject.
   */
  burnedSince(
    account: string,
    subject: CapSubject,
    subject_id: string | null,
    since: Instant,
  ): Promise<Burned[]>
}

export interface Burned {
  readonly subject_id: string
  readonly amount_micro: bigint
  readonly unit_price_micro: bigint | null
}

/** The database as a whole. */
export interface Store {
  readonly ledger: Ledger
  /** Reads outside any transaction. */
  readonly registry: Registry
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
  /** Who the bearer of a secret is; null when no key has it. Never older than half a second. */
  authenticate(secret_sha256: Buffer, now: Instant): Promise<Principal | null>
  /** Whether an account (and, where given, an active member of it) is there: for tokens. Cached as briefly. */
  isKnown(account: string, member: string | null): Promise<boolean>
  /** Rejects when the database can't be reached or its migrations are not this code's. */
  ready(): Promise<void>
  close(): Promise<void>
}
