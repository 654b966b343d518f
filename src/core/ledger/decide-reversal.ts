import { countsFor, countUse } from '../caps/check.ts'
import { formatCredits, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, homeOf, ref } from './book.ts'
import type { Answers, ReverseCommand } from './command.ts'
import type { Debit, Reversal } from './debit.ts'
import { payDebt } from './debt.ts'
import { capsMet } from './decide-debit.ts'
import { balanceAfter, exceedsLimit, WALLET_FULL } from './decide-grant.ts'
import type { Draw } from './drawdown.ts'
import { giveBack } from './give-back.ts'
import { burnerOf, grantOf } from './hold-release.ts'

/**
 * Gives back a debit, in part or whole. What was drawn last goes back first, so that what stays burned is what a
 * smaller debit would have burned.
 */
export function decideReversal(
  book: Book,
  command: ReverseCommand,
  now: Instant,
): Answers['reverse'] | Refusal {
  const found = book.debits.get(ref(command.account, command.debit))
  if (!found || found.debit.refused !== null)
    return refuse('debit_not_found', `The account ${command.account} has no debit ${command.debit}.`)
  const { debit, draws } = found
  const wallet = homeOf(book, command)
  if (!wallet) throw new Error(`the wallet of the debit ${debit.id} was not loaded`)
  const open_micro = debit.amount_micro - debit.reversed_micro
  const amount_micro = command.amount_micro ?? open_micro
  if (amount_micro > open_micro || open_micro === 0n)
    return refuse(
      'reversal_exceeds_debit',
      `${formatCredits(open_micro)} of the debit's ${formatCredits(debit.amount_micro)} credits are left to reverse.`,
    )
  if (exceedsLimit(wallet, amount_micro)) return WALLET_FULL

  const at = Math.max(now, wallet.at)
  let expired_micro = 0n
  for (const { grant: id, amount_micro: part } of lastDrawn(draws, debit.reversed_micro, amount_micro)) {
    const grant = grantOf(wallet, id)
    const cause = command.id
    expired_micro += giveBack(book, wallet, { grant, amount_micro: part, from: 'consumed', cause, at })
  }
  uncount(book, debit, amount_micro, at)
  debit.reversed_micro += amount_micro
  book.journal.reversed.add(debit)
  payDebt(book, wallet, at)
  const { account, id, reason } = command
  const reversal: Reversal = { account, id, debit: debit.id, amount_micro, expired_micro, reason, at }
  book.journal.reversals.push(reversal)
  return { reversal, debit: { ...debit }, balance: balanceAfter(wallet) }
}

/** The draws that make up `amount_micro`, counted from the last, after `skip_micro` that went back before. */
export function lastDrawn(draws: readonly Draw[], skip_micro: Micro, amount_micro: Micro): Draw[] {
  const parts: Draw[] = []
  let skip = skip_micro
  let missing = amount_micro
  for (const { grant, amount_micro: drawn } of draws.toReversed()) {
    const rest = drawn > skip ? drawn - skip : 0n
    skip -= drawn - rest
    const part = rest < missing ? rest : missing
    if (part > 0n) parts.push({ grant, amount_micro: part })
    missing -= part
  }
  return parts
}

function uncount(book: Book, debit: Debit, amount_micro: Micro, at: Instant): void {
  const before = debit.amount_micro - debit.reversed_micro
  const price = debit.unit_price_micro
  const counts = (cap: Parameters<typeof countsFor>[0]) =>
    countsFor(cap, before - amount_micro, price) - countsFor(cap, before, price)
  countUse(capsMet(book, debit), burnerOf(debit), counts, debit.counted_at ?? debit.at, at)
}
