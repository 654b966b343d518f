import pg from 'pg'
import type { Ledger } from '../../src/core/ports.ts'
import { Lane } from '../../src/store/batch/lane.ts'
import { Lanes } from '../../src/store/batch/lanes.ts'
import { BalanceBatch } from '../../src/store/ledger/balance-batch.ts'
import { ledgerOn } from '../../src/store/ledger/ledger.ts'
import { PipelinedConnection } from '../../src/store/session/connection.ts'
import { Reader } from '../../src/store/session/reader.ts'
import { turnsAt } from '../../src/store/session/turns.ts'
import { pgTypes } from '../../src/store/session/types.ts'
import { afterFile } from './after-file.ts'
import type { TestDatabase } from './database.ts'

const quiet = { batch() {}, queued() {}, failed() {} }

export interface TestLedger {
  readonly ledger: Ledger
  readonly pool: pg.Pool
  /** Runs SQL as the server's role. */
  sql(text: string, values?: unknown[]): Promise<pg.QueryResult>
  close(): Promise<void>
}

/** The ledger on a fresh database, without HTTP: what the store's own tests drive. */
export function ledgerOf(database: TestDatabase, lanes = 2): TestLedger {
  const pool = new pg.Pool({ ...database.server, types: pgTypes, max: 4 })
  const connection = () => new PipelinedConnection(database.server)
  const lanesOf = new Lanes(Array.from({ length: lanes }, () => new Lane(connection(), quiet)))
  const reads = connection()
  let closing: Promise<void> | undefined
  const end = async () => {
    await lanesOf.close()
    await reads.end()
    await pool.end()
  }
  const close = () => {
    closing ??= end()
    return closing
  }
  afterFile(close)
  return {
    ledger: ledgerOn(lanesOf, new BalanceBatch(reads), new Reader(pool), turnsAt(4).lists),
    pool,
    sql: (text, values) => pool.query(text, values),
    close,
  }
}
