import type { BuyingTerms } from '../../core/accounts/account.ts'
import type { MemberStatus } from '../../core/accounts/member.ts'
import type { Cap, Counter } from '../../core/caps/cap.ts'
import { type AccountCaps, capKey, counterKey } from '../../core/caps/check.ts'
import type { CreditType, ExpiryPolicy } from '../../core/catalogue/credit-type.ts'
import type { Instant } from '../../core/instant.ts'
import { type Book, ref } from '../../core/ledger/book.ts'
import { takenOf } from '../../core/ledger/taken.ts'
import { addGrant } from '../../core/ledger/wallet.ts'
import { KEPT_MS, keptAnswer } from '../ledger/kept.ts'
import {
  DEBIT_WIDTH,
  debitFrom,
  drawsFrom,
  GRANT_WIDTH,
  grantFrom,
  holdFrom,
  WALLET_WIDTH,
  walletFrom,
} from '../ledger/rows.ts'
import { PURCHASE_WIDTH, purchaseFrom } from '../purchases/purchase-rows.ts'
import type { Row } from '../session/connection.ts'
import { placed } from './place.ts'

/** Puts rows, as they were loaded, where decisions find them in the book. */

export function placeWallet(book: Book, row: Row): void {
  const wallet = walletFrom(row, false)
  placed(wallet, row[WALLET_WIDTH] as string)
  book.wallets.set(ref(wallet.account, wallet.credit_type), wallet)
  book.accounts.add(wallet.account)
}

export function placeGrant(book: Book, row: Row): void {
  const wallet = book.wallets.get(ref(row[0] as string, row[1] as string))
  // What was loaded first is what the batch works on; the locks keep it from having changed since.
  if (!wallet || wallet.grants.has(row[2] as string)) return
  const grant = grantFrom(row)
  placed(grant, row[GRANT_WIDTH] as string)
  addGrant(wallet, grant)
}

export function placeHold(book: Book, row: Row): void {
  const wallet = book.wallets.get(ref(row[0] as string, row[1] as string))
  if (wallet && !wallet.holds.has(row[2] as string)) wallet.holds.set(row[2] as string, holdFrom(row))
}

function capsOf(book: Book, account: string): AccountCaps {
  let state = book.caps.get(account)
  if (!state) {
    state = { account, caps: new Map(), counters: new Map(), changed: new Set() }
    book.caps.set(account, state)
  }
  return state
}

export function placeCap(book: Book, row: Row): void {
  const [account, subject, subject_id, limit_micro, unit, period, created_at] = row
  const cap = { account, subject, subject_id, limit_micro, unit, period, created_at } as Cap
  capsOf(book, cap.account).caps.set(capKey(cap.subject, cap.subject_id), cap)
}

export function placeCounter(book: Book, row: Row): void {
  const [account, subject, subject_id, unit, period, period_start, used_micro] = row
  const counter = { account, subject, subject_id, unit, period, period_start, used_micro } as Counter
  capsOf(book, counter.account).counters.set(counterKey(counter), counter)
}

export function placeDebit(book: Book, row: Row): void {
  const debit = debitFrom(row)
  const draws = drawsFrom(row[DEBIT_WIDTH] as string | null)
  book.debits.set(ref(debit.account, debit.id), { debit, draws })
}

export function placePurchase(book: Book, row: Row): void {
  const purchase = purchaseFrom(row)
  const spent_on_refund = row[PURCHASE_WIDTH + 1] as BuyingTerms['spent_on_refund']
  const loaded = { purchase, seq: row[PURCHASE_WIDTH] as number, spent_on_refund }
  book.purchases.set(ref(purchase.account, purchase.id), loaded)
}

export function placeTaken(book: Book, row: Row): void {
  const [account, credit_type, grant, left_micro, owed_micro, paid_micro] = row
  const wallet = book.wallets.get(ref(account as string, credit_type as string))
  if (wallet) Object.assign(takenOf(wallet, grant as string), { left_micro, owed_micro, paid_micro })
}

export function placeCarried(book: Book, row: Row): void {
  const [account, credit_type, grant, to, at] = row
  const wallet = book.wallets.get(ref(account as string, credit_type as string))
  wallet?.carried.set(grant as string, { to: to as Instant, at: at as Instant })
}

export function placeAllotment(book: Book, row: Row): void {
  const [account, id, done_at] = row as [string, string, Instant | null]
  book.allotments.set(ref(account, id), { account, id, done_at })
}

export function placeMember(book: Book, row: Row): void {
  const [account, id, status, own_only] = row as [string, string, MemberStatus, boolean]
  book.members.set(ref(account, id), { status, own_only })
}

export const placeUnderWay = (book: Book, [account, key]: Row): void => {
  book.underWay.add(ref(account as string, key as string))
}

/** How many columns of a used key come before those of the debit. */
const KEY_WIDTH = 5

export function placeUsedKey(book: Book, row: Row): void {
  const [account, key, fingerprint, answer, created_at] = row as [string, string, string, string, Instant]
  const name = ref(account, key)
  const of = row.slice(KEY_WIDTH)
  const [, debit_id] = of
  // A debit's key is its own for good, whatever else it was used for more than a day before.
  if (debit_id !== null) {
    const outcome = { debit: debitFrom(of), draws: drawsFrom(of[DEBIT_WIDTH] as string | null) }
    book.recorded.set(name, { kind: 'debit', outcome })
    return
  }
  const first = keptAnswer(account, answer, created_at)
  book.recorded.set(name, { kind: 'other', fingerprint, answer: first, until: created_at + KEPT_MS })
}

export function creditTypeFrom(row: Row): CreditType {
  return {
    id: row[0] as string,
    name: row[1] as string,
    unit: row[2] as string,
    unit_price_micro: row[3] as bigint | null,
    currency: row[4] as string,
    expiry: row[5] as ExpiryPolicy,
    created_at: row[6] as number,
  }
}
