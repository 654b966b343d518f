import type { Cap, CapUse } from '../caps/cap.ts'
import { capKey, countedAt, countsFor, countUse } from '../caps/check.ts'
import { formatCredits, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { periodStart } from '../period.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, post } from './book.ts'
import { checkMember } from './check-member.ts'
import type { Answers, CaptureCommand } from './command.ts'
import type { Debit, DebitAnswer } from './debit.ts'
import { payDebt } from './debt.ts'
import { planUse } from './decide-debit.ts'
import { balanceAfter } from './decide-grant.ts'
import { openHold } from './decide-hold.ts'
import type { Draw } from './drawdown.ts'
import { countedAtOf, type Hold } from './hold.ts'
import { burnerOf, grantOf, releaseHeld } from './hold-release.ts'
import type { Wallet } from './wallet.ts'

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
  const plan =
    excess_micro > 0n ? planExcess(book, wallet, hold, command, amount_micro, at) : within(hold, amount_micro)
  if ('refused' in plan) return plan
  const { draws: extra, caps, counted_at } = plan

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
    counted_at: counted_at === at ? null : counted_at,
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

interface CapturePlan {
  /** What is drawn beyond the hold. */
  readonly draws: readonly Draw[]
  readonly caps: readonly CapUse[]
  readonly counted_at: Instant
}

/** What is captured within a hold burned when that was made: its caps counted it then. */
function within(hold: Hold, amount_micro: Micro): CapturePlan {
  const price = hold.unit_price_micro
  const caps = hold.caps.map((use) => ({
    ...use,
    after_micro: use.before_micro + countsFor(use, amount_micro, price),
  }))
  return { draws: [], caps, counted_at: countedAtOf(hold) }
}

/**
 * Whoever takes more than was held burns all of it now: where the hold was counted in a period that is over, this one
 * must have room for the whole. It counts for whoever made the hold, and so whoever captures may have no cap of its own
 * to get past.
 */
function planExcess(
  book: Book,
  wallet: Wallet,
  hold: Hold,
  command: CaptureCommand,
  amount_micro: Micro,
  at: Instant,
): CapturePlan | Refusal {
  const { account, usage, api_key, unit_price_micro: price } = hold
  const state = book.caps.get(account)
  const held = `The hold sets ${formatCredits(hold.amount_micro)} credits aside`
  if (!command.allow_more)
    return refuse('capture_exceeds_hold', `${held}. Capture that much or less, or allow more.`)
  if (
    command.api_key !== null &&
    command.api_key !== api_key &&
    state?.caps.has(capKey('key', command.api_key))
  )
    return refuse(
      'capture_exceeds_hold',
      `${held} for another key, and yours has a cap. Capture that much or less, and debit the rest.`,
    )
  const stranger = checkMember(book, account, usage)
  if (stranger) return stranger
  const burner = burnerOf(hold)
  const counted_at = countedAt(state, burner, at)
  const wasCounted = ({ period }: Cap) =>
    periodStart(period, countedAtOf(hold)) === periodStart(period, counted_at)
  const counts = (cap: Cap) =>
    countsFor(cap, amount_micro, price) - (wasCounted(cap) ? countsFor(cap, hold.amount_micro, price) : 0n)
  const excess = { account, usage, api_key, amount_micro: amount_micro - hold.amount_micro }
  const plan = planUse(book, wallet, excess, counts, at)
  if ('refused' in plan) return plan
  countUse(state, burner, counts, counted_at, at)
  return plan
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
