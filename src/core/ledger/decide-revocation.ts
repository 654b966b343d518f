import { formatCredits, MAX_WALLET_MICRO } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, homeOf, post, ref } from './book.ts'
import type { Answers, RevokeCommand } from './command.ts'
import { payDebt } from './debt.ts'
import { balanceAfter, WALLET_FULL } from './decide-grant.ts'
import type { Grant } from './grant.ts'
import type { Wallet } from './wallet.ts'

/**
 * Takes credits of a grant back. What is left of the grant goes first; what was spent (or is held) becomes a debt,
 * which the wallet's other credits pay at once as far as they reach, or is written off. What has expired was of no use
 * to anybody, so nobody owes it.
 */
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
  const revoked_micro = amount_micro < grant.remaining_micro ? amount_micro : grant.remaining_micro
  // Of what was not revoked before, some may be left and some have expired; only the rest was spent or is held.
  const expired_micro = book.expired.get(ref(command.account, grant.id)) ?? 0n
  const most_micro = open_micro - grant.remaining_micro - expired_micro
  const lacking_micro = amount_micro - revoked_micro
  const spent_micro = lacking_micro < most_micro ? lacking_micro : most_micro > 0n ? most_micro : 0n
  const owes = command.spent === 'debt' && spent_micro > 0n && grant.state !== 'scheduled'
  if (owes && wallet.debt_micro + spent_micro > MAX_WALLET_MICRO) return WALLET_FULL
  grant.revoked_micro += amount_micro
  book.journal.grants.add(grant)
  if (grant.state === 'scheduled') return cancelStart(wallet, grant, amount_micro)

  const cause = command.id
  if (revoked_micro > 0n)
    post(book, wallet, {
      kind: 'revocation',
      from: 'wallet',
      to: 'revoked',
      amount_micro: revoked_micro,
      grant,
      cause,
      at,
    })
  if (owes) {
    post(book, wallet, {
      kind: 'revocation',
      from: 'debt',
      to: 'revoked',
      amount_micro: spent_micro,
      grant,
      cause,
      at,
    })
    payDebt(book, wallet, at)
  }
  return {
    revocation: {
      grant: grant.id,
      revoked_micro,
      debt_micro: owes ? spent_micro : 0n,
      written_off_micro: lacking_micro - (owes ? spent_micro : 0n),
    },
    balance: balanceAfter(wallet),
  }
}

/** A grant that has not started is cut before its credits ever reach the wallet. */
function cancelStart(wallet: Wallet, grant: Grant, revoked_micro: bigint): Answers['revoke'] {
  if (grant.revoked_micro === grant.amount_micro) grant.state = 'closed'
  return {
    revocation: { grant: grant.id, revoked_micro, debt_micro: 0n, written_off_micro: 0n },
    balance: balanceAfter(wallet),
  }
}
