import type { MemberStatus } from '../../core/accounts/member.ts'
import { type Cap, type Counter, EVERY_MEMBER } from '../../core/caps/cap.ts'
import { type AccountCaps, capKey, counterKey } from '../../core/caps/check.ts'
import type { CreditType, ExpiryPolicy } from '../../core/catalogue/credit-type.ts'
import type { Instant } from '../../core/instant.ts'
import { type Book, emptyBook, ref } from '../../core/ledger/book.ts'
import type { Answer, Command } from '../../core/ledger/command.ts'
import { addGrant, isDue, type Wallet } from '../../core/ledger/wallet.ts'
import type { Refusal } from '../../core/refusal.ts'
import { parseAnswer } from '../answer-json.ts'
import type { Flush, PipelinedConnection, Row } from '../connection.ts'
import { KEPT_MS } from '../kept.ts'
import {
  DEBIT_WIDTH,
  debitFrom,
  drawsFrom,
  GRANT_WIDTH,
  grantFrom,
  holdFrom,
  WALLET_WIDTH,
  walletFrom,
} from '../rows.ts'
import { isoOf, TextColumn } from './arrays.ts'
import * as sql from './load-sql.ts'
import { type Need, needsOf } from './need.ts'
import { placed } from './place.ts'

/**
 * Loads what a batch of commands needs, with its wallets locked: one round trip for what the commands name, and a
 * second where that brought up more (caps to count, something due, receipts). Each statement sees what was
 * committed when it began, and the locks come first, so nothing read here is older than the lock.
 */
export async function load(
  connection: PipelinedConnection,
  commands: readonly Command[],
  now: Instant,
  retried: boolean,
): Promise<Book> {
  const need = needsOf(commands, retried)
  if (need.references) await locate(connection, need)
  const book = emptyBook()
  await loadNamed(connection, need, book, now)
  await loadRest(connection, need, book, now)
  return book
}

/** Finds the wallets of the holds, debits and grants that commands name. Which wallet one is in never changes. */
async function locate(connection: PipelinedConnection, need: Need): Promise<void> {
  const [holds = [], debits = [], grants = []] = await connection.flush([
    [sql.locateHolds, ...need.holds.columns()],
    [sql.locateDebits, ...need.debits.columns()],
    [sql.locateGrants, ...need.grants.columns()],
  ])
  for (const [account, id, credit_type] of [...holds, ...debits, ...grants] as [string, string, string][]) {
    const wallet = ref(account, credit_type)
    need.wallets.add(account, credit_type)
    need.types.add(credit_type)
    need.homes.set(ref(account, id), wallet)
    if (need.extensible.has(ref(account, id))) need.whole.add(wallet)
  }
}

async function loadNamed(
  connection: PipelinedConnection,
  need: Need,
  book: Book,
  now: Instant,
): Promise<void> {
  const wallets = need.wallets.columns()
  const keys = need.keys.columns()
  const flush: Flush = [
    [sql.begin],
    [sql.lockAccounts, need.granted.column()],
    [sql.lockWallets, ...wallets],
    [sql.openGrants, ...wallets, need.scopes.column()],
    [sql.lockCaps, need.accounts.column()],
    [sql.creditTypes, need.types.column()],
  ]
  if (need.keys.size > 0)
    flush.push([sql.usedKeys, ...keys, isoOf(now - KEPT_MS)], [sql.debitsByKey, ...keys])
  if (need.members.size > 0) flush.push([sql.members, ...need.members.columns()])
  const rows = await connection.flush(flush)
  const [, accounts = [], locked = [], grants = [], caps = [], types = []] = rows
  let next = 6
  for (const [account] of accounts) book.accounts.add(account as string)
  for (const row of locked) {
    const wallet = walletFrom(row, false)
    placed(wallet, row[WALLET_WIDTH] as string)
    book.wallets.set(ref(wallet.account, wallet.credit_type), wallet)
    book.accounts.add(wallet.account)
  }
  for (const row of grants) placeGrant(book, row)
  for (const row of caps) placeCap(book, row)
  for (const row of types) book.creditTypes.set(row[0] as string, creditTypeFrom(row))
  if (need.keys.size > 0) {
    for (const row of rows[next++] ?? []) placeUsedKey(book, row)
    for (const row of rows[next++] ?? []) placeUsedDebit(book, row)
  }
  if (need.members.size > 0)
    for (const [account, id, status] of rows[next++] ?? [])
      book.members.set(ref(account as string, id as string), status as MemberStatus)
  for (const [name, wallet] of need.homes) {
    const home = book.wallets.get(wallet)
    if (home) book.homes.set(name, home)
  }
}

/** The second round, where the first brought up a need for one. */
async function loadRest(
  connection: PipelinedConnection,
  need: Need,
  book: Book,
  now: Instant,
): Promise<void> {
  const whole = wholeWallets(need, book, now)
  const missing = need.wallets.pairs().filter(([account]) => !book.accounts.has(account))
  if (!need.references && whole.length === 0 && missing.length === 0 && book.caps.size === 0) return

  const wholeColumns = pairColumns(whole.map(({ account, credit_type }) => [account, credit_type]))
  const [grants = [], holds = [], named = [], debits = []] = await connection.flush([
    [sql.wholeGrants, ...wholeColumns],
    [sql.openHolds, ...wholeColumns],
    [sql.holdsById, ...need.holds.columns()],
    [sql.debitsById, ...need.debits.columns()],
  ])
  for (const wallet of whole) wallet.whole = true
  for (const row of grants) placeGrant(book, row)
  for (const row of [...holds, ...named]) placeHold(book, row)
  for (const row of debits) {
    const debit = debitFrom(row)
    book.debits.set(ref(debit.account, debit.id), { debit, draws: drawsFrom(row[DEBIT_WIDTH] as string) })
  }

  const [receipts = [], accounts = [], counters = []] = await connection.flush([
    [sql.grantsById, ...pairColumns(missingGrants(need, book))],
    [sql.accountsById, textColumn(missing.map(([account]) => account))],
    [sql.counters, ...counterColumns(need, book)],
  ])
  for (const row of receipts) placeGrant(book, row)
  for (const [account] of accounts) book.accounts.add(account as string)
  for (const row of counters) placeCounter(book, row)
}

/** Wallets in which something is due, or is about to change with the whole bucket, are loaded whole. */
function wholeWallets(need: Need, book: Book, now: Instant): Wallet[] {
  const found: Wallet[] = []
  for (const [name, wallet] of book.wallets)
    if (isDue(wallet, now) || need.whole.has(name)) found.push(wallet)
  return found
}

/** Grants that receipts and draws name and that are not loaded as open ones. */
function missingGrants(need: Need, book: Book): (readonly [string, string])[] {
  const ids: (readonly [string, string])[] = [...need.grants.pairs()]
  for (const wallet of book.wallets.values())
    for (const hold of wallet.holds.values())
      for (const { grant } of hold.receipt) if (!wallet.grants.has(grant)) ids.push([wallet.account, grant])
  for (const { debit, draws } of book.debits.values()) {
    const wallet = book.wallets.get(ref(debit.account, debit.credit_type))
    for (const { grant } of draws) if (!wallet?.grants.has(grant)) ids.push([debit.account, grant])
  }
  return ids
}

function placeGrant(book: Book, row: Row): void {
  const wallet = book.wallets.get(ref(row[0] as string, row[1] as string))
  // What was loaded first is what the batch works on; the locks keep it from having changed since.
  if (!wallet || wallet.grants.has(row[2] as string)) return
  const grant = grantFrom(row)
  placed(grant, row[GRANT_WIDTH] as string)
  addGrant(wallet, grant)
}

function placeHold(book: Book, row: Row): void {
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

function placeCap(book: Book, row: Row): void {
  const [account, subject, subject_id, limit_micro, unit, period, created_at] = row
  const cap = { account, subject, subject_id, limit_micro, unit, period, created_at } as Cap
  capsOf(book, cap.account).caps.set(capKey(cap.subject, cap.subject_id), cap)
}

function placeCounter(book: Book, row: Row): void {
  const [account, subject, subject_id, unit, period, period_start, used_micro] = row
  const counter = { account, subject, subject_id, unit, period, period_start, used_micro } as Counter
  capsOf(book, counter.account).counters.set(counterKey(counter), counter)
}

/** The counters of everyone whom the batch's commands, and the holds and debits they name, burn for. */
function counterColumns(need: Need, book: Book): [string, string, string] {
  const [accounts, subjects, ids] = [new TextColumn(), new TextColumn(), new TextColumn()]
  const seen = new Set<string>()
  const add = (account: string, subject: string, id: string | null): void => {
    if (id === null || id === EVERY_MEMBER || !book.caps.has(account)) return
    const name = `${account} ${subject} ${id}`
    if (seen.has(name)) return
    seen.add(name)
    accounts.push(account)
    subjects.push(subject)
    ids.push(id)
  }
  const burners = [
    ...need.burners,
    ...[...book.debits.values()].map(({ debit }) => debit),
    ...[...book.wallets.values()].flatMap((wallet) => [...wallet.holds.values()]),
  ]
  for (const { account, usage, api_key } of burners) {
    add(account, 'account', account)
    add(account, 'member', usage.member)
    add(account, 'project', usage.project)
    add(account, 'key', api_key)
  }
  return [String(accounts), String(subjects), String(ids)]
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

function placeUsedKey(book: Book, row: Row): void {
  const [account, key, fingerprint, answer] = row as [string, string, string, string]
  const outcome = parseAnswer(answer) as Answer | Refusal
  book.recorded.set(ref(account, key), { kind: 'other', fingerprint, answer: outcome })
}

function placeUsedDebit(book: Book, row: Row): void {
  const debit = debitFrom(row)
  const outcome = { debit, draws: drawsFrom(row[DEBIT_WIDTH] as string | null) }
  book.recorded.set(ref(debit.account, debit.key), { kind: 'debit', outcome })
}

function pairColumns(pairs: readonly (readonly [string, string])[]): [string, string] {
  const [first, second] = [new TextColumn(), new TextColumn()]
  for (const [a, b] of pairs) {
    first.push(a)
    second.push(b)
  }
  return [String(first), String(second)]
}

function textColumn(values: Iterable<string>): string {
  const column = new TextColumn()
  for (const value of values) column.push(value)
  return String(column)
}
