import type { Cap } from '../caps/cap.ts'
import { countsFor, countUse } from '../caps/check.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, homeOf, post, touch } from './book.ts'
import type { Answers, CaptureCommand, ExtendCommand, ReleaseCommand, ReserveCommand } from './command.ts'
import { payDebt } from './debt.ts'
import { planUse, priceOf, walletToUse } from './decide-debit.ts'
import { balanceAfter } from './decide-grant.ts'
import { extendedTo, type Hold } from './hold.ts'
import { burnerOf, grantOf, markHold, releaseHeld } from './hold-release.ts'
import { noteDue, type Wallet } from './wallet.ts'

export function decideReserve(
  book: Book,
  command: ReserveCommand,
  now: Instant,
): Answers['reserve'] | Refusal {
  const { account, credit_type, amount_micro, usage, api_key } = command
  const wallet = walletToUse(book, command, now)
  if ('refused' in wallet) return wallet
  const at = Math.max(now, wallet.at)
  const unit_price_micro = priceOf(book, wallet)
  const counts = (cap: Cap) => countsFor(cap, amount_micro, unit_price_micro)
  const plan = planUse(book, wallet, command, counts, at)
  if ('refused' in plan) return plan

  const { counted_at } = plan
  countUse(book.caps.get(account), burnerOf(command), counts, counted_at, at)
  for (const { grant: id, amount_micro } of plan.draws) {
    const grant = grantOf(wallet, id)
    post(book, wallet, {
      kind: 'hold',
      from: 'wallet',
      to: 'held',
      amount_micro,
      grant,
      cause: command.id,
      at,
    })
  }
  const hold: Hold = {
    account,
    credit_type,
    id: command.id,
    amount_micro,
    status: 'open',
    ends_at: at + command.ttl_ms,
    usage,
    api_key,
    metadata: command.metadata,
    unit_price_micro,
    receipt: plan.draws,
    caps: plan.caps,
    captured_micro: 0n,
    debit: null,
    created_at: at,
    counted_at: counted_at === at ? null : counted_at,
    ended_at: null,
  }
  book.journal.newHolds.add(hold)
  wallet.holds.set(hold.id, hold)
  noteDue(wallet, hold.ends_at)
  return { hold: { ...hold }, balance: balanceAfter(wallet) }
}

/** The open hold that a command names, with its wallet, or why it can't be touched any more. */
export function openHold(
  book: Book,
  command: CaptureCommand | ReleaseCommand | ExtendCommand,
  now: Instant,
): { hold: Hold; wallet: Wallet } | Refusal {
  const id = command.hold
  const wallet = homeOf(book, command)
  const hold = wallet?.holds.get(id)
  if (!wallet || !hold) return refuse('hold_not_found', `The account ${command.account} has no hold ${id}.`)
  if (hold.status === 'captured')
    return refuse('hold_already_captured', `The hold ${id} was captured before.`)
  if (hold.status === 'released')
    return refuse('hold_already_released', `The hold ${id} was released before.`)
  const over = hold.ends_at !== null && hold.ends_at <= Math.max(now, wallet.at)
  if (hold.status === 'expired' || over) return refuse('hold_expired', `The hold ${id} is past its end.`)
  return { hold, wallet }
}

export function decideRelease(
  book: Book,
  command: ReleaseCommand,
  now: Instant,
): Answers['release'] | Refusal {
  const found = openHold(book, command, now)
  if ('refused' in found) return found
  const { hold, wallet } = found
  const at = Math.max(now, wallet.at)
  releaseHeld(book, wallet, hold, hold.receipt, at)
  hold.status = 'released'
  hold.ended_at = at
  payDebt(book, wallet, at)
  return { hold: { ...hold }, balance: balanceAfter(wallet) }
}

export function decideExtend(book: Book, command: ExtendCommand, now: Instant): Answers['extend'] | Refusal {
  const found = openHold(book, command, now)
  if ('refused' in found) return found
  const { hold, wallet } = found
  hold.ends_at = extendedTo(hold, Math.max(now, wallet.at) + command.ttl_ms)
  markHold(book, hold)
  noteDue(wallet, hold.ends_at)
  touch(book, wallet)
  return { hold: { ...hold }, balance: balanceAfter(wallet) }
}
