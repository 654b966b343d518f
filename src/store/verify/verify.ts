import pg from 'pg'
import type { Instant } from '../../core/instant.ts'
import { CannotStart } from '../migrate/cannot-start.ts'
import { isCurrent } from '../migrate/migrate.ts'
import type { ConnectionConfig } from '../session/connection-config.ts'
import type { BookTotal } from './books.ts'
import { type Breach, Breaches } from './breaches.ts'
import { checkCaps } from './caps.ts'
import { checkDays } from './days.ts'
import { checkPurchases } from './purchases.ts'
import { refused, strayWallets } from './queries.ts'
import { type Counts, replay } from './replay.ts'
import { checkRevocations } from './revocations.ts'
import { checkSeats } from './seats.ts'

export interface Progress {
  readonly entries: number
  readonly of: number
}

export interface Verified {
  readonly checked: Counts & {
    readonly caps: number
    readonly purchases: number
    readonly revocations: number
    readonly seats: number
    readonly days: number
  }
  /** What every book of every credit type holds, told by the entries. */
  readonly books: readonly BookTotal[]
  /** The first breaches; `breach_count` says how many there are in all. */
  readonly breaches: readonly Breach[]
  readonly breach_count: number
}

export interface VerifyOptions {
  readonly now: Instant
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Proves what must always be true of the ledger on one snapshot of it, whatever is written meanwhile. It shares no
 * rule with the code that keeps the ledger: everything is told here a second time.
 */
export async function verify(
  connection: ConnectionConfig,
  { now, onProgress = () => {} }: VerifyOptions,
): Promise<Verified> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    if (!(await isCurrent(client).catch(noTable)))
      throw new CannotStart("The database's migrations are not those of this version. Run `scrip migrate`.")
    await client.query('begin isolation level repeatable read read only')
    // Cursors are read to their end, so plans must be made for that.
    await client.query(
      `set local cursor_tuple_fraction = 1; set local jit = off; set local work_mem = '64MB'`,
    )
    const breaches = new Breaches()
    const { rows } = await client.query<{ entries: string }>(
      'select coalesce(sum(seq), 0) as entries from wallets',
    )
    const of = Number(rows[0]?.entries)
    await checkRows(client, breaches)
    const caps = await checkCaps(client, breaches, now)
    const purchases = await checkPurchases(client, breaches)
    const revocations = await checkRevocations(client, breaches)
    const seats = await checkSeats(client, breaches, now)
    const days = await checkDays(client, breaches)
    const { counts, books } = await replay(client, breaches, now, (entries) => onProgress({ entries, of }))
    await client.query('commit')
    return {
      checked: { ...counts, caps, purchases, revocations, seats, days },
      books,
      breaches: breaches.kept,
      breach_count: breaches.count,
    }
  } finally {
    await client.end()
  }
}

/** A database that was never migrated. */
function noTable(error: unknown): false {
  if (error instanceof pg.DatabaseError && error.code === '42P01') return false
  throw error
}

async function checkRows(client: pg.Client, breaches: Breaches): Promise<void> {
  const burned = await client.query<string[]>({ text: refused, rowMode: 'array' })
  for (const [account = '', credit_type = '', id] of burned.rows)
    breaches.add('debit', account, credit_type, `the debit ${id} was refused and says that it burned`)
  const stray = await client.query<string[]>({ text: strayWallets, rowMode: 'array' })
  for (const [account = '', credit_type = '', known] of stray.rows)
    breaches.add(
      'wallet_exists',
      account,
      credit_type,
      `the wallet's ${known ? 'credit type' : 'account'} does not exist`,
    )
}
