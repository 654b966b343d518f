import type { Cap, CapUse } from '../caps/cap.ts'
import { type AccountCaps, capsConsulted, checkCaps, countedAt, countsFor, countUse } from '../caps/check.ts'
import { formatCredits, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Book, missingWallet, post, walletOf } from './book.ts'
import { checkMember, isOwnOnly } from './check-member.ts'
import type { DebitCommand, ReserveCommand } from './command.ts'
import { type Debit, type DebitAnswer, isPayment } from './debit.ts'
import { type Draw, drawdown, isShortfall } from './drawdown.ts'
import { burnerOf, grantOf } from './hold-release.ts'
import { grantsInOrder, type Wallet } from './wallet.ts'

/** The caps that count a debit or a hold. They limit usage: what pays a purchase meets none. */
export function capsMet(
  book: Book,
  { account, id = '', key = '' }: Pick<DebitCommand, 'account'> & Partial<Pick<DebitCommand, 'id' | 'key'>>,
): AccountCaps | undefined {
  return isPayment({ id, key }) ? undefined : book.caps.get(account)
}

/** What may be burned where, and when it counts: the caps in their order, then the balance. */
export function planUse(
  book: Book,
  wallet: Wallet,
  use: Pick<DebitCommand, 'account' | 'amount_micro' | 'usage' | 'api_key'> &
    Partial<Pick<DebitCommand, 'id' | 'key'>>,
  counts: (cap: Cap) => Micro,
  at: Instant,
): { readonly draws: Draw[]; readonly caps: readonly CapUse[]; readonly counted_at: Instant } | Refusal {
  const { amount_micro, usage } = use
  const met = capsMet(book, use)
  const counted_at = countedAt(met, burnerOf(use), at)
  const caps = checkCaps(met, burnerOf(use), counts, counted_at)
  if ('refused' in caps) return caps
  const own_only = isOwnOnly(book, use.account, usage)
  const draws = drawdown(grantsInOrder(wallet), amount_micro, usage, at, own_only)
  if (isShortfall(draws))
    return shortOf(wallet, amount_micro, draws.drawable_micro, own_only ? usage.member : null)
  return { draws, caps, counted_at }
}

/** The wallet to burn from, or the first reason why there is nothing to burn: even without any credits, a cap says so. */
export function walletToUse(
  book: Book,
  command: DebitCommand | ReserveCommand,
  now: Instant,
): Wallet | Refusal {
  const { account, credit_type, amount_micro, usage } = command
  const wallet = walletOf(book, account, credit_type)
  const missing = wallet ? null : missingWallet(book, account, credit_type)
  if (missing && missing.refused !== 'insufficient_credits') return missing
  const stranger = checkMember(book, account, usage)
  if (stranger) return stranger
  if (wallet) return wallet
  const price = book.creditTypes.get(credit_type)?.unit_price_micro ?? null
  const counts = (cap: Cap) => countsFor(cap, amount_micro, price)
  const caps = checkCaps(capsMet(book, command), burnerOf(command), counts, now)
  return 'refused' in caps ? caps : (missing as Refusal)
}

function shortOf(
  wallet: Wallet,
  amount_micro: bigint,
  drawable_micro: bigint,
  seatless: string | null,
): Refusal {
  const [asked, there] = [formatCredits(amount_micro), formatCredits(drawable_micro)]
  const short = `${asked} credits of the type ${wallet.credit_type} were asked for and ${there} are available`
  return refuse(
    'insufficient_credits',
    seatless === null
      ? `${short}. Buy or grant more, or ask for less.`
      : `${short} to the member ${seatless}, who has no seat and may draw on nothing else. Give the member a seat.`,
  )
}

export const priceOf = (book: Book, wallet: Wallet): bigint | null =>
  book.creditTypes.get(wallet.credit_type)?.unit_price_micro ?? null

export function decideDebit(book: Book, command: DebitCommand, now: Instant): DebitAnswer | Refusal {
  const wallet = walletToUse(book, command, now)
  if ('refused' in wallet) return wallet
  const at = Math.max(now, wallet.at)
  const price = priceOf(book, wallet)
  const counts = (cap: Cap) => countsFor(cap, command.amount_micro, price)
  const plan = planUse(book, wallet, command, counts, at)
  if ('refused' in plan) return plan

  const { counted_at } = plan
  countUse(capsMet(book, command), burnerOf(command), counts, counted_at, at)
  const before_micro = wallet.available_micro
  const first_seq = wallet.seq + 1
  for (const { grant, amount_micro } of plan.draws) {
    post(book, wallet, {
      kind: 'debit',
      from: 'wallet',
      to: 'consumed',
      amount_micro,
      grant: grantOf(wallet, grant),
      cause: command.id,
      at,
    })
  }
  const debit = debitOf(command, wallet, null, at, {
    unit_price_micro: price,
    first_seq,
    entry_count: plan.draws.length,
    before_micro,
    counted_at: counted_at === at ? null : counted_at,
    caps: plan.caps,
  })
  book.journal.debits.push(debit)
  return { debit, draws: plan.draws }
}

/** The caps that a debit met before it was refused. */
export function capsOfRefused(book: Book, command: DebitCommand, at: Instant): readonly CapUse[] {
  const price = book.creditTypes.get(command.credit_type)?.unit_price_micro ?? null
  const counts = (cap: Cap) => countsFor(cap, command.amount_micro, price)
  return capsConsulted(capsMet(book, command), burnerOf(command), counts, at)
}

type Particulars = Partial<
  Pick<Debit, 'unit_price_micro' | 'first_seq' | 'entry_count' | 'before_micro' | 'counted_at' | 'caps'>
>

/** The record of a debit, given or refused. */
export function debitOf(
  command: DebitCommand,
  wallet: Wallet | undefined,
  refusal: Refusal | null,
  at: Instant,
  particulars: Particulars = {},
): Debit {
  const available_micro = wallet?.available_micro ?? 0n
  return {
    account: command.account,
    id: command.id,
    key: command.key,
    credit_type: command.credit_type,
    refused: refusal?.refused ?? null,
    detail: refusal?.detail ?? null,
    amount_micro: command.amount_micro,
    reversed_micro: 0n,
    usage: command.usage,
    api_key: command.api_key,
    hold: null,
    unit_price_micro: particulars.unit_price_micro ?? null,
    metadata: command.metadata,
    occurred_at: command.occurred_at,
    at,
    counted_at: particulars.counted_at ?? null,
    first_seq: particulars.first_seq ?? 0,
    entry_count: particulars.entry_count ?? 0,
    before_micro: particulars.before_micro ?? available_micro,
    after_micro: available_micro,
    caps: particulars.caps ?? [],
  }
}
