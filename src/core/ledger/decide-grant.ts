import { expiryOf } from '../catalogue/credit-type.ts'
import { formatCredits, MAX_WALLET_MICRO, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, openWallet, touch, walletOf } from './book.ts'
import { moveBucket } from './bucket-move.ts'
import { checkMember } from './check-member.ts'
import type { Answers, BalanceAfter, GrantCommand } from './command.ts'
import { startGrant } from './due.ts'
import type { Grant } from './grant.ts'
import { addGrant, noteDue, type Wallet } from './wallet.ts'

export const balanceAfter = ({ available_micro, held_micro, debt_micro }: Wallet): BalanceAfter => ({
  available_micro,
  held_micro,
  debt_micro,
})

export const WALLET_FULL = refuse(
  'wallet_limit_exceeded',
  `A wallet holds and owes at most ${formatCredits(MAX_WALLET_MICRO)} credits.`,
)

export const exceedsLimit = ({ available_micro, held_micro }: Wallet, more_micro: Micro): boolean =>
  available_micro + held_micro + more_micro > MAX_WALLET_MICRO

/** What starts later must find room then. */
export function toStart(wallet: Wallet): Micro {
  let sum = 0n
  for (const { state, amount_micro, revoked_micro } of wallet.grants.values())
    if (state === 'scheduled') sum += amount_micro - revoked_micro
  return sum
}

/** What a grant command, or a purchase, asks to be granted. */
export type NewGrant = Omit<GrantCommand, 'kind' | 'key' | 'fingerprint'>

export function decideGrant(book: Book, command: NewGrant, now: Instant): Answers['grant'] | Refusal {
  const { account, credit_type } = command
  if (!book.accounts.has(account)) return refuse('account_not_found', `There is no account ${account}.`)
  const type = book.creditTypes.get(credit_type)
  if (!type) return refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
  const stranger = checkMember(book, account, command.scope)
  if (stranger) return stranger

  const known = walletOf(book, account, credit_type)
  const at = Math.max(now, known?.at ?? now)
  const starts_at = command.starts_at ?? at
  const expires_at =
    command.expires_at === undefined ? expiryOf(type.expiry, Math.max(starts_at, at)) : command.expires_at
  if (expires_at !== null && (expires_at <= at || expires_at <= starts_at))
    return refuse('grant_already_expired', 'The expiry must lie after now and after the start.')
  if (known && exceedsLimit(known, command.amount_micro + toStart(known))) return WALLET_FULL

  const wallet = known ?? openWallet(book, account, credit_type, at)
  // What starts later counts only from then: it moves nobody's expiry, and keeps its own.
  const rolling = type.expiry.policy === 'rolling' && command.expires_at === undefined && starts_at <= at
  const grant: Grant = {
    account,
    credit_type,
    id: command.id,
    source: command.source,
    amount_micro: command.amount_micro,
    remaining_micro: 0n,
    held_micro: 0n,
    frozen_micro: 0n,
    frozen: false,
    written_off_micro: 0n,
    owed_micro: 0n,
    revoked_micro: 0n,
    state: 'scheduled',
    priority: command.priority,
    scope: command.scope,
    starts_at,
    expires_at,
    rolling,
    metadata: command.metadata,
    created_at: at,
  }
  if (rolling) moveBucket(book, wallet, expires_at, at)
  book.journal.newGrants.add(grant)
  addGrant(wallet, grant)
  if (starts_at <= at) startGrant(book, wallet, grant, at)
  else noteDue(wallet, starts_at)
  noteDue(wallet, expires_at)
  // A grant that starts later posts nothing yet, and the wallet must know when it does.
  touch(book, wallet)
  return { grant: { ...grant }, balance: balanceAfter(wallet) }
}
