import { lesser, MAX_WALLET_MICRO, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Deal, SEAT_PRIORITY } from '../subscriptions/seat.ts'
import { type Book, openWallet, post, ref, walletOf } from './book.ts'
import type { AllotCommand, Answers } from './command.ts'
import { payFrom } from './debt.ts'
import { balanceAfter, toStart } from './decide-grant.ts'
import type { Grant } from './grant.ts'
import { NO_SEATS, seatsOf, takeSeat } from './take-seat.ts'
import { addGrant, noteDue, type Wallet } from './wallet.ts'

const NOTHING: Answers['allot'] = { balance: { available_micro: 0n, held_micro: 0n, debt_micro: 0n } }

/**
 * Does what a step of a subscription wants done to its seats' credits. That it is done is written down in the same
 * transaction, so doing it again changes nothing. The step has been taken by now: whatever can't be given is simply
 * not given.
 */
export function decideAllotment(book: Book, command: AllotCommand, now: Instant): Answers['allot'] | Refusal {
  const { account, credit_type, allotment: id } = command
  const allotment = book.allotments.get(ref(account, id))
  if (!allotment)
    return refuse(
      'subscription_not_found',
      `No subscription of the account ${account} has an allotment ${id}.`,
    )
  const known = walletOf(book, account, credit_type)
  if (allotment.done_at === null) {
    const at = Math.max(now, known?.at ?? now)
    allotDeals(book, command, known, at)
    allotment.done_at = at
    book.journal.allotments.add(allotment)
  }
  const wallet = walletOf(book, account, credit_type)
  return wallet ? { balance: balanceAfter(wallet) } : NOTHING
}

function allotDeals(
  book: Book,
  { account, credit_type, allotment: cause, deals }: AllotCommand,
  known: Wallet | undefined,
  at: Instant,
): void {
  let wallet = known
  // What starts later must find room then. No deal changes what that is.
  const room_micro = MAX_WALLET_MICRO - (wallet ? toStart(wallet) : 0n)
  const seats = deals.some(({ take }) => take !== null) ? seatsOf(wallet) : NO_SEATS
  for (const { take, give } of deals) {
    const taken_micro =
      wallet && take !== null ? takeSeat(book, wallet, seats, { take, give, cause, at }) : 0n
    if (!give || give.expires_at <= at) continue
    const has_micro = wallet ? wallet.available_micro + wallet.held_micro : 0n
    const amount_micro = lesser(taken_micro + give.amount_micro, room_micro - has_micro)
    if (amount_micro <= 0n) continue
    wallet ??= openWallet(book, account, credit_type, at)
    giveTo(book, wallet, give, amount_micro, at)
  }
}

/** Nobody is asked whether the member is still there: the seat's credits are whoever's the step says. */
function giveTo(
  book: Book,
  wallet: Wallet,
  { grant: id, scope, expires_at }: NonNullable<Deal['give']>,
  amount_micro: Micro,
  at: Instant,
): void {
  const { account, credit_type } = wallet
  const grant: Grant = {
    account,
    credit_type,
    id,
    source: 'subscription',
    amount_micro,
    remaining_micro: 0n,
    held_micro: 0n,
    frozen_micro: 0n,
    frozen: false,
    written_off_micro: 0n,
    owed_micro: 0n,
    revoked_micro: 0n,
    state: 'open',
    priority: SEAT_PRIORITY,
    scope,
    starts_at: at,
    expires_at,
    rolling: false,
    metadata: null,
    created_at: at,
  }
  book.journal.newGrants.add(grant)
  addGrant(wallet, grant)
  noteDue(wallet, expires_at)
  post(book, wallet, { kind: 'grant', from: 'issued', to: 'wallet', amount_micro, grant, cause: id, at })
  // While there is a debt nothing else is left that could pay it, so the other grants need not be looked through.
  if (wallet.debt_micro > 0n) payFrom(book, wallet, grant, at)
}
