import type { MemberStatus } from '../../core/accounts/member.ts'
import type { Instant } from '../../core/instant.ts'
import { type Book, emptyBook, ref } from '../../core/ledger/book.ts'
import type { Command } from '../../core/ledger/command.ts'
import type { Flush, PipelinedConnection } from '../connection.ts'
import { loadRest } from './load-rest.ts'
import * as sql from './load-sql.ts'
import { type Need, needsOf } from './need.ts'
import { creditTypeFrom, placeCap, placeGrant, placeUsedKey, placeWallet } from './placing.ts'

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
  await loadNamed(connection, need, book)
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

async function loadNamed(connection: PipelinedConnection, need: Need, book: Book): Promise<void> {
  const wallets = need.wallets.columns()
  const keys = need.keys.columns()
  const flush: Flush = [
    [sql.begin],
    ...(need.granted.size > 0 ? ([[sql.lockAccounts, need.granted.column()]] as Flush) : []),
    [sql.lockWallets, ...wallets],
    [sql.openGrants, ...wallets, need.scopes.column()],
    [sql.lockCaps, need.accounts.column()],
    [sql.creditTypes, need.types.column()],
  ]
  if (need.keys.size > 0) flush.push([sql.usedKeys, ...keys])
  if (need.members.size > 0) flush.push([sql.members, ...need.members.columns()])
  const rows = await connection.flush(flush)
  let next = 1
  const accounts = need.granted.size > 0 ? (rows[next++] ?? []) : []
  const [locked = [], grants = [], caps = [], types = []] = rows.slice(next, next + 4)
  next += 4
  for (const [account] of accounts) book.accounts.add(account as string)
  for (const row of locked) placeWallet(book, row)
  for (const row of grants) placeGrant(book, row)
  for (const row of caps) placeCap(book, row)
  for (const row of types) book.creditTypes.set(row[0] as string, creditTypeFrom(row))
  if (need.keys.size > 0) for (const row of rows[next++] ?? []) placeUsedKey(book, row)
  if (need.members.size > 0)
    for (const [account, id, status] of rows[next++] ?? [])
      book.members.set(ref(account as string, id as string), status as MemberStatus)
  for (const [name, wallet] of need.homes) {
    const home = book.wallets.get(wallet)
    if (home) book.homes.set(name, home)
  }
}
