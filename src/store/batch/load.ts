import type { Instant } from '../../core/instant.ts'
import { type Book, emptyBook, ref } from '../../core/ledger/book.ts'
import type { Command } from '../../core/ledger/command.ts'
import type { Flush, PipelinedConnection, Row } from '../session/connection.ts'
import { loadRest } from './load-rest.ts'
import * as sql from './load-sql.ts'
import { locateDebits, locateGrants, locateHolds } from './locate-sql.ts'
import * as lock from './lock-sql.ts'
import { type Need, needsOf } from './need.ts'
import {
  creditTypeFrom,
  placeAllotment,
  placeCap,
  placeGrant,
  placeMember,
  placePurchase,
  placeUnderWay,
  placeUsedKey,
  placeWallet,
} from './placing.ts'
import { rollback } from './write.ts'

/** A command, and when it was asked for. */
interface Asked {
  readonly command: Command
  readonly now: Instant
}

/**
 * Loads what a batch of commands needs, with its wallets locked: one round trip for what the commands name, and a
 * second where that brought up more (caps to count, something due, receipts). Each statement sees what was
 * committed when it began, and the locks come first, so nothing read here is older than the lock. Where that brings up
 * other wallets, it begins again with them: locks are taken in one order.
 */
export async function load(
  connection: PipelinedConnection,
  asked: readonly Asked[],
  retried: boolean,
  patient = false,
): Promise<Book> {
  const commands = asked.map(({ command }) => command)
  const need = needsOf(commands, retried)
  const latest = latestOf(asked)
  if (need.references) await locate(connection, need)
  for (;;) {
    const book = emptyBook()
    await loadNamed(connection, need, book, patient)
    noteWalletless(need, book, commands)
    const others = await loadRest(connection, need, book, latest)
    if (others.length === 0) return book
    for (const [account, credit_type] of others) need.wallets.add(account, credit_type)
    await connection.flush([[rollback]])
  }
}

/** Each account has its own: one on a test clock may be months ahead. */
function latestOf(asked: readonly Asked[]): ReadonlyMap<string, Instant> {
  const latest = new Map<string, Instant>()
  for (const { command, now } of asked) {
    const known = latest.get(command.account)
    if (known === undefined || known < now) latest.set(command.account, now)
  }
  return latest
}

/** Other calls under a debit's key meet it at its wallet's lock; where there is none, at a lock of the key. */
function noteWalletless(need: Need, book: Book, commands: readonly Command[]): void {
  if (book.wallets.size === need.wallets.size) return
  for (const command of commands) {
    if (command.kind !== 'debit' || !need.keys.has(command.account, command.key)) continue
    if (!book.wallets.has(ref(command.account, command.credit_type)))
      need.walletless.add(command.account, command.key)
  }
}

/** Of a hold also whose it is. */
type Located = [account: string, id: string, credit_type: string, member?: string | null]

/** Finds the wallets of the holds, debits and grants that commands name. Which wallet one is in never changes. */
async function locate(connection: PipelinedConnection, need: Need): Promise<void> {
  const [holds = [], debits = [], grants = []] = await connection.flush([
    [locateHolds, ...need.holds.columns()],
    [locateDebits, ...need.debits.columns()],
    [locateGrants, ...need.grants.columns()],
  ])
  for (const [account, id, credit_type, member] of [...holds, ...debits, ...grants] as Located[]) {
    const wallet = ref(account, credit_type)
    need.wallets.add(account, credit_type)
    need.types.add(credit_type)
    need.homes.set(ref(account, id), wallet)
    // What is revoked may become a debt that is paid and comes back, all within the batch.
    if (need.grants.has(account, id)) need.taken.add(account, credit_type)
    if (!need.extensible.has(ref(account, id))) continue
    need.whole.add(wallet)
    if (member != null) need.members.add(account, member)
  }
}

async function loadNamed(
  connection: PipelinedConnection,
  need: Need,
  book: Book,
  patient: boolean,
): Promise<void> {
  const wallets = need.wallets.columns()
  const flush: Flush = []
  const places: ((row: Row) => void)[] = []
  const ask = (statement: Flush[number], place: (row: Row) => void): void => {
    flush.push(statement)
    places.push(place)
  }
  ask([sql.begin], nowhere)
  if (patient) ask([lock.waitLong], nowhere)
  if (need.granted.size > 0)
    ask([lock.lockAccounts, need.granted.column()], ([account]) => book.accounts.add(account as string))
  if (need.purchases.size > 0) ask([lock.lockPurchases, ...need.purchases.columns()], nowhere)
  if (need.allotments.size > 0)
    ask([lock.lockAllotments, ...need.allotments.columns()], (row) => placeAllotment(book, row))
  if (need.keyed.size === 0) ask([lock.lockWallets, ...wallets], (row) => placeWallet(book, row))
  else
    ask([lock.lockAllWallets, ...wallets, need.keyed.column()], (row) => {
      if (need.wallets.has(row[0] as string, row[1] as string)) placeWallet(book, row)
    })
  ask([sql.openGrants, ...wallets, need.scopes.column()], (row) => placeGrant(book, row))
  ask([lock.lockCaps, need.accounts.column()], (row) => placeCap(book, row))
  ask([sql.creditTypes, need.types.column()], (row) =>
    book.creditTypes.set(row[0] as string, creditTypeFrom(row)),
  )
  if (need.taken_keys.size > 0)
    ask([sql.keysUnderWay, ...need.taken_keys.columns()], (row) => placeUnderWay(book, row))
  if (need.keys.size > 0) ask([sql.usedKeys, ...need.keys.columns()], (row) => placeUsedKey(book, row))
  if (need.members.size > 0) ask([sql.members, ...need.members.columns()], (row) => placeMember(book, row))
  if (need.purchases.size > 0)
    ask([sql.purchases, ...need.purchases.columns()], (row) => placePurchase(book, row))
  const rows = await connection.flush(flush)
  places.forEach((place, i) => {
    for (const row of rows[i] ?? []) place(row)
  })
  for (const [name, wallet] of need.homes) {
    const home = book.wallets.get(wallet)
    if (home) book.homes.set(name, home)
  }
}

const nowhere = (): void => {}
