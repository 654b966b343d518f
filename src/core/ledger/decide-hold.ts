import type { Cap } from '../caps/cap.ts'
import { countsFor, countUse } from '../caps/check.ts'
import { formatCredits, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { periodStart } from '../period.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, homeOf, post, touch } from './book.ts'
import type { Answers, CaptureCommand, ExtendCommand, ReleaseCommand, ReserveCommand } from './command.ts'
import type { Debit, DebitAnswer } from './debit.ts'
import { payDebt } from './debt.ts'
import { planUse, priceOf, walletToUse } from './decide-debit.ts'
import { balanceAfter } from './decide-grant.ts'
import type { Draw } from './drawdown.ts'
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

  countUse(book.caps.get(account), burnerOf(command), counts, at, at)
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
    ended_at: null,
  }
  book.journal.newHolds.add(hold)
  wallet.holds.set(hold.id, hold)
  noteDue(wallet, hold.ends_at)
  return { hold: { ...hold }, balance: balanceAfter(wallet) }
}

/** The open hold that a command names, with its wallet, or why it can't be touched any more. */
function openHold(
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

export function decideCapture(
  book: Book,
  command: CaptureCommand,
  now: Instant,
): Answers['capture'] | Refusal {
  const found = openHold(book, command, now)
  if ('refused' in found) return found
  const { hold, wallet } = found
  const at = Math.max(now, wallet.at)
  const amount_micro = command.amount_micro ?? hold.amount_micro
  const excess_micro = amount_micro - hold.amount_micro
  let extra: Draw[] = []
  let { caps } = hold
  if (excess_micro > 0n) {
    const { account, usage, api_key } = hold
    if (!command.allow_more)
      return refuse(
        'capture_exceeds_hold',
        `The hold sets ${formatCredits(hold.amount_micro)} credits aside. Capture that much or less, or allow more.`,
      )
    // Whoever takes more than was held burns all of it now: where the hold was counted in a period that is over, this
    // one must have room for the whole.
    const wasCounted = ({ period }: Cap) => periodStart(period, hold.created_at) === periodStart(period, at)
    const price = hold.unit_price_micro
    const counts = (cap: Cap) =>
      countsFor(cap, amount_micro, price) - (wasCounted(cap) ? countsFor(cap, hold.amount_micro, price) : 0n)
    const plan = planUse(book, wallet, { account, usage, api_key, amount_micro: excess_micro }, counts, at)
    if ('refused' in plan) return plan
    extra = plan.draws
    caps = plan.caps
    countUse(book.caps.get(account), burnerOf(hold), counts, at, at)
  }

  const before_micro = wallet.available_micro
  const first_seq = wallet.seq + 1
  const { taken, left } = split(hold.receipt, amount_micro)
  const burnFrom = (from: 'held' | 'wallet', draws: readonly Draw[]): void => {
    for (const { grant: id, amount_micro } of draws) {
      const grant = grantOf(wallet, id)
      post(book, wallet, {
        kind: 'capture',
        from,
        to: 'consumed',
        amount_micro,
        grant,
        cause: command.id,
        at,
      })
    }
  }
  burnFrom('held', taken)
  burnFrom('wallet', extra)
  const entry_count = taken.length + extra.length
  const after_micro = wallet.available_micro
  releaseHeld(book, wallet, hold, left, at)
  hold.status = 'captured'
  hold.captured_micro = amount_micro
  hold.debit = command.id
  hold.ended_at = at
  payDebt(book, wallet, at)

  const debit: Debit = {
    account: hold.account,
    id: command.id,
    key: command.id,
    credit_type: hold.credit_type,
    refused: null,
    detail: null,
    amount_micro,
    reversed_micro: 0n,
    usage: hold.usage,
    api_key: hold.api_key,
    hold: hold.id,
    unit_price_micro: hold.unit_price_micro,
    metadata: command.metadata ?? hold.metadata,
    occurred_at: null,
    at,
    counted_at: excess_micro > 0n ? null : hold.created_at,
    first_seq,
    entry_count,
    before_micro,
    after_micro,
    caps,
  }
  book.journal.debits.push(debit)
  const answer: DebitAnswer = { debit: { ...debit }, draws: [...taken, ...extra] }
  return { hold: { ...hold }, answer, balance: balanceAfter(wallet) }
}

/** Divides a receipt, which is in draw order, into the part that is used and the part that goes back. */
export function split(receipt: readonly Draw[], amount_micro: Micro): { taken: Draw[]; left: Draw[] } {
  const taken: Draw[] = []
  const left: Draw[] = []
  let missing = amount_micro
  for (const { grant, amount_micro: part } of receipt) {
    const used = part < missing ? part : missing
    if (used > 0n) taken.push({ grant, amount_micro: used })
    if (used < part) left.push({ grant, amount_micro: part - used })
    missing -= used
  }
  return { taken, left }
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
