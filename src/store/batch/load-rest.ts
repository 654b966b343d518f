import { EVERY_MEMBER } from '../../core/caps/cap.ts'
import type { Instant } from '../../core/instant.ts'
import { type Book, noteCapped, ref } from '../../core/ledger/book.ts'
import { isDue, type Wallet } from '../../core/ledger/wallet.ts'
import type { PipelinedConnection } from '../session/connection.ts'
import { isoOf, pairColumns, TextColumn, textColumn } from './arrays.ts'
import * as sql from './load-sql.ts'
import type { Need } from './need.ts'
import {
  placeCarried,
  placeCounter,
  placeDebit,
  placeGrant,
  placeHold,
  placeTaken,
  placeUnderWay,
  placeUsedKey,
} from './placing.ts'

/** When the last command of each account was asked for. */
type Latest = ReadonlyMap<string, Instant>

/** The second round, where the first brought up a need for one. Answers the wallets that the batch needs as well. */
export async function loadRest(
  connection: PipelinedConnection,
  need: Need,
  book: Book,
  latest: Latest,
): Promise<readonly (readonly [account: string, credit_type: string])[]> {
  const whole = wholeWallets(need, book, latest)
  const missing = need.wallets.pairs().filter(([account]) => !book.accounts.has(account))
  if (need.walletless.size > 0) await loadKeys(connection, need, book)
  if (!need.references && whole.length === 0 && missing.length === 0 && book.caps.size === 0) return []

  const wholeColumns = pairColumns(whole.map(({ account, credit_type }) => [account, credit_type]))
  const [ended = [], grants = [], holds = [], named = [], debits = [], expired = [], taken = []] =
    await connection.flush([
      [sql.endedHolds, ...cappedColumns(book, latest)],
      [sql.wholeGrants, ...wholeColumns],
      [sql.openHolds, ...wholeColumns],
      [sql.holdsById, ...need.holds.columns()],
      [sql.debitsById, ...need.debits.columns()],
      [sql.expiredOf, ...need.grants.columns()],
      [sql.takenOf, ...need.taken.columns()],
    ])
  const others = (ended as [string, string][]).filter(([account, type]) => !need.wallets.has(account, type))
  if (others.length > 0) return others
  for (const [account, grant, amount_micro] of expired as [string, string, bigint][])
    book.expired.set(ref(account, grant), amount_micro)
  for (const wallet of whole) wallet.whole = true
  for (const row of taken) placeTaken(book, row)
  for (const row of grants) placeGrant(book, row)
  for (const row of [...holds, ...named]) placeHold(book, row)
  for (const row of debits) placeDebit(book, row)

  const unloaded = missingGrants(need, book)
  const [receipts = [], accounts = [], counters = [], carried = []] = await connection.flush([
    [sql.grantsById, ...pairColumns(unloaded)],
    [sql.accountsById, textColumn(missing.map(([account]) => account))],
    [sql.counters, ...counterColumns(need, book)],
    [sql.carriedTo, ...pairColumns([...unloaded, ...spentGrants(book)])],
  ])
  for (const row of carried) placeCarried(book, row)
  for (const row of receipts) placeGrant(book, row)
  for (const [account] of accounts) book.accounts.add(account as string)
  for (const row of counters) placeCounter(book, row)
  await loadPayers(connection, need, book)
  for (const wallet of book.wallets.values()) noteCapped(book, wallet)
  return []
}

/** Takes the keys that no wallet guards, unless another call is about them, and only then looks what they were used for. */
async function loadKeys(connection: PipelinedConnection, need: Need, book: Book): Promise<void> {
  const keys = need.walletless.columns()
  const [underWay = [], used = []] = await connection.flush([
    [sql.keysUnderWay, ...keys],
    [sql.usedKeys, ...keys],
  ])
  for (const row of underWay) placeUnderWay(book, row)
  for (const row of used) placeUsedKey(book, row)
}

/** Who paid what is owed for grants to which something may come back: they may get it back then. */
async function loadPayers(connection: PipelinedConnection, need: Need, book: Book): Promise<void> {
  const owing = [...book.wallets.values()].filter((wallet) => mayRepay(need, wallet))
  if (owing.length === 0) return
  const wallets = pairColumns(owing.map(({ account, credit_type }) => [account, credit_type]))
  const [taken = []] = await connection.flush([[sql.takenOf, ...wallets]])
  for (const row of taken) placeTaken(book, row)
  const payers = pairColumns(owing.flatMap(unloadedOf))
  const [grants = [], carried = []] = await connection.flush([
    [sql.grantsById, ...payers],
    [sql.carriedTo, ...payers],
  ])
  for (const row of carried) placeCarried(book, row)
  for (const row of grants) placeGrant(book, row)
}

function mayRepay(need: Need, { account, credit_type, whole, grants }: Wallet): boolean {
  if (!(whole || need.references) || need.taken.has(account, credit_type)) return false
  for (const { owed_micro } of grants.values()) if (owed_micro > 0n) return true
  return false
}

/** Grants of which something was taken and that are not loaded as open ones. */
const unloadedOf = ({ account, grants, taken }: Wallet): (readonly [string, string])[] =>
  [...taken.keys()].filter((grant) => !grants.has(grant)).map((grant) => [account, grant])

/** Wallets in which something is due, or is about to change with the whole bucket, are loaded whole. */
function wholeWallets(need: Need, book: Book, latest: Latest): Wallet[] {
  const found: Wallet[] = []
  for (const [name, wallet] of book.wallets)
    if (isDue(wallet, latest.get(wallet.account) as Instant) || need.whole.has(name)) found.push(wallet)
  return found
}

/** The accounts with caps, and the time of each. */
const cappedColumns = (book: Book, latest: Latest): [string, string] =>
  pairColumns([...book.caps.keys()].map((account) => [account, isoOf(latest.get(account) as Instant)]))

/** Grants that receipts and draws name and that are not loaded as open ones. */
function missingGrants(need: Need, book: Book): (readonly [string, string])[] {
  const ids: (readonly [string, string])[] = [...need.grants.pairs()]
  for (const wallet of book.wallets.values()) ids.push(...unloadedOf(wallet))
  const open = new Set<string>()
  if (need.seats.size > 0)
    for (const { account, grants } of book.wallets.values())
      for (const grant of grants.keys()) open.add(ref(account, grant))
  for (const [account, grant] of need.seats.pairs())
    if (!open.has(ref(account, grant))) ids.push([account, grant])
  for (const wallet of book.wallets.values())
    for (const hold of wallet.holds.values())
      for (const { grant } of hold.receipt) if (!wallet.grants.has(grant)) ids.push([wallet.account, grant])
  for (const { debit, draws } of book.debits.values()) {
    const wallet = book.wallets.get(ref(debit.account, debit.credit_type))
    for (const { grant } of draws) if (!wallet?.grants.has(grant)) ids.push([debit.account, grant])
  }
  return ids
}

/** Frozen grants come with the whole wallet, also where nothing of them is left. */
function* spentGrants(book: Book): Generator<readonly [string, string]> {
  for (const { account, grants } of book.wallets.values())
    for (const { id, rolling, state } of grants.values())
      if (rolling && state === 'closed') yield [account, id]
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
