import type pg from 'pg'
import { type BookTotal, BookTotals } from './books.ts'
import type { Breaches } from './breaches.ts'
import { grantReplay } from './grant-replay.ts'
import * as queries from './queries.ts'
import * as rows from './rows.ts'
import { Asking, Stream } from './stream.ts'
import { WalletReplay } from './wallet-replay.ts'

export interface Counts {
  entries: number
  wallets: number
  grants: number
  debits: number
  holds: number
  reversals: number
  /** Wallets in which something was due before `now` that nobody has looked at yet. */
  waiting: number
}

interface Numbered {
  readonly n: number
  readonly account: string
  readonly id?: string
}

/** Reads the whole ledger, wallet by wallet and entry by entry, and does again what every entry says was done. */
export async function replay(
  client: pg.ClientBase,
  breaches: Breaches,
  now: number,
  onEntries: (done: number) => void,
): Promise<{ counts: Counts; books: BookTotal[] }> {
  const asking = new Asking(client)
  const wallets = await Stream.open(asking, 'wallets', queries.wallets, 2_000, rows.walletFrom)
  const entries = await Stream.open(asking, 'entries', queries.entries, 2_000, rows.entryFrom)
  const grants = await Stream.open(asking, 'grants', queries.grants, 1_000, rows.grantFrom)
  const moves = await Stream.open(asking, 'moves', queries.moves, 1_000, rows.moveFrom)
  const debits = await Stream.open(asking, 'debits', queries.debits, 2_000, rows.debitFrom)
  const holds = await Stream.open(asking, 'holds', queries.holds, 1_000, rows.holdFrom)
  const reversals = await Stream.open(asking, 'reversals', queries.reversals, 1_000, rows.reversalFrom)
  const done: Counts = { entries: 0, wallets: 0, grants: 0, debits: 0, holds: 0, reversals: 0, waiting: 0 }
  const totals = new BookTotals(breaches)

  /** Whether the stream's next row is of the wallet; rows of no wallet are told and passed over. */
  async function has<T extends Numbered>(stream: Stream<T>, n: number, what: string): Promise<boolean> {
    for (;;) {
      if (stream.isDry) await stream.fill()
      const row = stream.peek()
      if (row?.n !== 0) return row?.n === n
      breaches.add('wallet_exists', row.account, '', `the ${what} ${row.id ?? ''} is in no wallet`)
      stream.skip()
    }
  }

  async function replayWallet(row: rows.WalletRow): Promise<void> {
    const wallet = new WalletReplay(row, breaches)
    const { n } = row
    for (; await has(grants, n, 'grant'); grants.skip(), done.grants++) {
      const grant = grants.peek() as rows.GrantRow
      wallet.grants.byId.set(grant.id, grantReplay(grant))
    }
    for (; await has(moves, n, 'move of a grant'); moves.skip())
      wallet.grants.addMove(moves.peek() as rows.MoveRow)
    await has(debits, n, 'debit')
    await has(holds, n, 'hold')
    await has(reversals, n, 'reversal')
    for (;;) {
      if (entries.isDry) {
        await entries.fill()
        onEntries(done.entries)
      }
      const entry = entries.peek()
      if (entry?.n === 0) {
        breaches.add('wallet_exists', '', '', `the entry ${entry.seq} of ${entry.cause} is in no wallet`)
        entries.skip()
        continue
      }
      if (entry?.n !== n) break
      entries.skip()
      done.entries += 1
      if (holds.isDry) await holds.fill()
      for (let hold = holds.peek(); hold?.n === n && hold.created_at <= entry.at; hold = holds.peek()) {
        wallet.know(hold)
        holds.skip()
        done.holds += 1
        if (holds.isDry) await holds.fill()
      }
      if (reversals.isDry) await reversals.fill()
      for (let one = reversals.peek(); one?.n === n && one.at <= entry.at; one = reversals.peek()) {
        wallet.reversals.set(one.id, one)
        reversals.skip()
        done.reversals += 1
        if (reversals.isDry) await reversals.fill()
      }
      if (debits.isDry) await debits.fill()
      for (let debit = debits.peek(); debit?.n === n && debit.first_seq < entry.seq; debit = debits.peek()) {
        wallet.breach(
          'debit',
          `the debit ${debit.id} begins with entry ${debit.first_seq}, which is not there`,
        )
        debits.skip()
        if (debits.isDry) await debits.fill()
      }
      const debit = debits.peek()
      const begins = debit?.n === n && debit.first_seq === entry.seq ? debit : null
      if (begins) {
        debits.skip()
        done.debits += 1
      }
      totals.add(entry)
      wallet.apply(entry, begins)
    }
    for (; await has(debits, n, 'debit'); debits.skip())
      wallet.breach('debit', `the debit ${debits.peek()?.id} begins with an entry that is not there`)
    for (; await has(holds, n, 'hold'); holds.skip()) wallet.know(holds.peek() as rows.HoldRow)
    for (; await has(reversals, n, 'reversal'); reversals.skip())
      wallet.reversals.set(reversals.peek()?.id as string, reversals.peek() as rows.ReversalRow)
    wallet.end()
    totals.close(row)
    done.wallets += 1
    if (row.next_due_at !== null && row.next_due_at <= now) done.waiting += 1
  }

  for (;;) {
    if (wallets.isDry) await wallets.fill()
    const row = wallets.peek()
    if (!row) break
    wallets.skip()
    await replayWallet(row)
  }
  // Rows of no wallet may still come after the last wallet's.
  for (const [stream, what] of [
    [grants, 'grant'],
    [moves, 'move of a grant'],
    [debits, 'debit'],
    [holds, 'hold'],
    [reversals, 'reversal'],
  ] as const)
    await has<Numbered>(stream as Stream<Numbered>, -1, what)
  await has(entries as unknown as Stream<Numbered>, -1, 'entry')
  const books = totals.check()
  onEntries(done.entries)
  return { counts: done, books }
}
