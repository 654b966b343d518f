import { formatCredits, lesser, MAX_WALLET_MICRO, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { type Book, homeOf, noteGrant, post, ref } from './book.ts'
import type { Answers, RevokeCommand } from './command.ts'
import { payDebt } from './debt.ts'
import { balanceAfter, WALLET_FULL } from './decide-grant.ts'
import { markGrant } from './freeze.ts'
import type { Grant, Revocation, TakenBack } from './grant.ts'
import type { Wallet } from './wallet.ts'

export function decideRevocation(
  book: Book,
  command: RevokeCommand,
  now: Instant,
): Answers['revoke'] | Refusal {
  const wallet = homeOf(book, command)
  const grant = wallet?.grants.get(command.grant)
  if (!wallet || !grant)
    return refuse('grant_not_found', `The account ${command.account} has no grant ${command.grant}.`)
  const at = Math.max(now, wallet.at)
  const open_micro = grant.amount_micro - grant.revoked_micro
  const amount_micro = command.amount_micro ?? open_micro
  if (amount_micro > open_micro || open_micro === 0n)
    return refuse(
      'revocation_exceeds_grant',
      `${formatCredits(open_micro)} of the grant's ${formatCredits(grant.amount_micro)} credits are left to revoke.`,
    )
  const { account, id, spent, reason } = command
  const taken = takeBack(book, wallet, grant, { amount_micro, spent, cause: id, at })
  if (isRefusal(taken)) return taken
  payDebt(book, wallet, at)
  const revocation: Revocation = { account, id, grant: grant.id, ...taken, spent, reason, at }
  book.journal.revocations.push(revocation)
  return { revocation, balance: balanceAfter(wallet) }
}

interface TakingBack {
  /** No more than was granted and not taken back yet. */
  readonly amount_micro: Micro
  readonly spent: RevokeCommand['spent']
  readonly cause: string
  readonly at: Instant
}

/**
 * Takes credits of a grant back. What is left of the grant goes first, frozen or not. What was spent, or is held, becomes a
 * debt, which the caller lets the wallet pay, or is written off; if ever it comes back, it pays the debt, or is revoked. What
 * has expired was of no use to anybody, so nobody owes it.
 */
export function takeBack(
  book: Book,
  wallet: Wallet,
  grant: Grant,
  { amount_micro, spent, cause, at }: TakingBack,
): TakenBack | Refusal {
  const isScheduled = grant.state === 'scheduled'
  const left_micro = isScheduled ? amount_micro : grant.remaining_micro + grant.frozen_micro
  const revoked_micro = lesser(amount_micro, left_micro)
  const lacking_micro = amount_micro - revoked_micro
  const spent_micro = lesser(lacking_micro, spentOf(book, grant))
  const debt_micro = spent === 'debt' ? spent_micro : 0n
  if (debt_micro > 0n && wallet.debt_micro + debt_micro > MAX_WALLET_MICRO) return WALLET_FULL

  grant.revoked_micro += amount_micro
  noteGrant(book.journal, grant)
  const written_off_micro = lacking_micro - debt_micro
  const taken = { revoked_micro, debt_micro, written_off_micro }
  if (isScheduled) {
    // It is cut before its credits ever reach the wallet.
    if (grant.revoked_micro === grant.amount_micro) grant.state = 'closed'
    return taken
  }
  const take = (from: 'wallet' | 'held' | 'debt', amount_micro: Micro): void => {
    if (amount_micro > 0n)
      post(book, wallet, { kind: 'revocation', from, to: 'revoked', amount_micro, grant, cause, at })
  }
  take(grant.frozen ? 'held' : 'wallet', revoked_micro)
  take('debt', debt_micro)
  if (grant.frozen) grant.frozen_micro -= revoked_micro
  if (spent === 'write_off') grant.written_off_micro += spent_micro
  else grant.owed_micro += debt_micro
  if (grant.frozen || spent_micro > 0n) markGrant(book.journal, grant)
  return taken
}

/** Of what was not taken back yet, some may be left and some have expired; only the rest was spent or is held. */
function spentOf(book: Book, grant: Grant): Micro {
  const expired_micro = book.expired.get(ref(grant.account, grant.id)) ?? 0n
  const { amount_micro, revoked_micro, remaining_micro, frozen_micro } = grant
  const spent_micro = amount_micro - revoked_micro - remaining_micro - frozen_micro - expired_micro
  return spent_micro > 0n ? spent_micro : 0n
}
