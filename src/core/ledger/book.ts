import type { BuyingTerms } from '../accounts/account.ts'
import type { MemberStatus } from '../accounts/member.ts'
import type { AccountCaps } from '../caps/check.ts'
import type { CreditType } from '../catalogue/credit-type.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Answer, Command } from './command.ts'
import type { DebitAnswer } from './debit.ts'
import type { BookName, EntryKind } from './entry.ts'
import type { Grant } from './grant.ts'
import { emptyJournal, type Journal } from './journal.ts'
import { noteTaken } from './taken.ts'
import { emptyWallet, noteDue, type Wallet } from './wallet.ts'

/** What an idempotency key has been used for. */
export type Recorded =
  | { readonly kind: 'debit'; readonly outcome: DebitAnswer }
  | {
      readonly kind: 'other'
      readonly fingerprint: string
      readonly answer: Answer | Refusal
      /** From then on the key is as good as new, by its own account's clock. */
      readonly until: Instant
    }

/** A purchase as a batch works on it, with what the purchase itself doesn't say. */
export interface LoadedPurchase {
  readonly purchase: Purchase
  /** The number of its last transition. */
  seq: number
  /** What the account's terms make of credits that are taken back and were spent. */
  readonly spent_on_refund: BuyingTerms['spent_on_refund']
}

/** What is to be done to the credits of a subscription's seats, and since when it is done. */
export interface LoadedAllotment {
  readonly account: string
  readonly id: string
  done_at: Instant | null
}

/** What the ledger asks of a member. */
export interface LoadedMember {
  readonly status: MemberStatus
  /** Has no seat where the account wants one: draws on nothing that isn't the member's own. */
  readonly own_only: boolean
}

/** The part of the ledger that a batch has loaded, and the journal of what it decides on it. */
export interface Book {
  readonly accounts: Set<string>
  readonly creditTypes: Map<string, CreditType>
  readonly members: Map<string, LoadedMember>
  readonly wallets: Map<string, Wallet>
  /** The wallets of the holds, grants and debits that commands name. */
  readonly homes: Map<string, Wallet>
  readonly caps: Map<string, AccountCaps>
  /** Of an account with caps, which count what all of its wallets hold: those that are loaded. */
  readonly capped: Map<string, Wallet[]>
  readonly debits: Map<string, DebitAnswer>
  readonly recorded: Map<string, Recorded>
  /** Keys that another call has taken, of which nobody knows yet what it comes to. */
  readonly underWay: Set<string>
  /** How much of each grant that is to be revoked has expired. */
  readonly expired: Map<string, Micro>
  readonly purchases: Map<string, LoadedPurchase>
  readonly allotments: Map<string, LoadedAllotment>
  readonly journal: Journal
}

/** The key of something that belongs to an account. Ids hold no spaces. */
export const ref = (account: string, id: string): string => `${account} ${id}`

export function emptyBook(): Book {
  return {
    accounts: new Set(),
    creditTypes: new Map(),
    members: new Map(),
    wallets: new Map(),
    homes: new Map(),
    caps: new Map(),
    capped: new Map(),
    debits: new Map(),
    recorded: new Map(),
    underWay: new Set(),
    expired: new Map(),
    purchases: new Map(),
    allotments: new Map(),
    journal: emptyJournal(),
  }
}

export function walletOf(book: Book, account: string, credit_type: string): Wallet | undefined {
  return book.wallets.get(ref(account, credit_type))
}

/** The wallet that a command works on, if it is there. */
export function homeOf(book: Book, command: Command): Wallet | undefined {
  switch (command.kind) {
    case 'capture':
    case 'release':
    case 'extend':
      return book.homes.get(ref(command.account, command.hold))
    case 'reverse':
      return book.homes.get(ref(command.account, command.debit))
    case 'revoke':
      return book.homes.get(ref(command.account, command.grant))
    default:
      return walletOf(book, command.account, command.credit_type)
  }
}

/** Makes the wallet of an account that had no credits of the type yet. */
export function openWallet(book: Book, account: string, credit_type: string, now: Instant): Wallet {
  const wallet = emptyWallet(account, credit_type, now)
  book.wallets.set(ref(account, credit_type), wallet)
  book.journal.newWallets.add(wallet)
  noteCapped(book, wallet)
  return wallet
}

/** Finds the wallet among its account's from now on, where that has caps. */
export function noteCapped({ caps, capped }: Book, wallet: Wallet): void {
  const { account } = wallet
  if (!caps.has(account)) return
  const siblings = capped.get(account)
  if (siblings) siblings.push(wallet)
  else capped.set(account, [wallet])
}

/** Says why there is no such wallet to burn from: no such account, no such credit type, or simply no credits. */
export function missingWallet(book: Book, account: string, credit_type: string): Refusal {
  if (!book.accounts.has(account)) return refuse('account_not_found', `There is no account ${account}.`)
  if (!book.creditTypes.has(credit_type))
    return refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
  return refuse('insufficient_credits', `The account ${account} has no ${credit_type} credits.`)
}

interface Line {
  readonly kind: EntryKind
  readonly from: BookName
  readonly to: BookName
  readonly amount_micro: Micro
  readonly grant: Grant | null
  readonly cause: string
  readonly at: Instant
}

/** Writes one line: moves the credits in the wallet and its grant, and appends the entry. */
export function post(book: Book, wallet: Wallet, line: Line): void {
  const { journal, expired } = book
  const { grant, amount_micro } = line
  shift(wallet, line.from, -amount_micro)
  shift(wallet, line.to, amount_micro)
  if (grant) {
    shiftGrant(grant, line.from, -amount_micro)
    shiftGrant(grant, line.to, amount_micro)
    if (grant.state !== 'scheduled') {
      // A grant that a release or a reversal opens again expires again, which the wallet may have forgotten.
      if (grant.state === 'closed' && grant.remaining_micro > 0n) noteDue(wallet, grant.expires_at)
      grant.state = grant.remaining_micro > 0n ? 'open' : 'closed'
    }
    noteGrant(journal, grant)
    noteTaken(wallet, grant.id, line)
    if (line.to === 'expired') {
      const name = ref(wallet.account, grant.id)
      expired.set(name, (expired.get(name) ?? 0n) + amount_micro)
    }
  }
  wallet.seq += 1
  if (line.at > wallet.at) wallet.at = line.at
  if (!journal.newWallets.has(wallet)) journal.wallets.add(wallet)
  journal.entries.push({
    account: wallet.account,
    credit_type: wallet.credit_type,
    seq: wallet.seq,
    at: wallet.at,
    kind: line.kind,
    from: line.from,
    to: line.to,
    amount_micro,
    grant: grant === null ? null : grant.id,
    cause: line.cause,
    available_micro: wallet.available_micro,
    held_micro: wallet.held_micro,
    debt_micro: wallet.debt_micro,
  })
}

function shift(wallet: Wallet, name: BookName, by_micro: Micro): void {
  if (name === 'wallet') wallet.available_micro += by_micro
  else if (name === 'held') wallet.held_micro += by_micro
  else if (name === 'debt') wallet.debt_micro -= by_micro
}

function shiftGrant(grant: Grant, name: BookName, by_micro: Micro): void {
  if (name === 'wallet') grant.remaining_micro += by_micro
  else if (name === 'held') grant.held_micro += by_micro
}

/** Marks a grant as changed. One that is new is written whole anyway. */
export function noteGrant({ newGrants, grants }: Journal, grant: Grant): void {
  if (!newGrants.has(grant)) grants.add(grant)
}

/** Marks a wallet as changed where no entry was posted. */
export function touch({ journal }: Book, wallet: Wallet): void {
  if (!journal.newWallets.has(wallet)) journal.wallets.add(wallet)
}
