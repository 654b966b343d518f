import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Case, plainSample, type Timing } from '../case.ts'
import { BULK_SIZE } from '../load/requests.ts'
import type { Postgres } from '../postgres.ts'
import { repeated } from './through-driver.ts'

const ACCOUNTS = 1000
const SINGLE_CLIENTS = 16
const BATCH_CLIENTS = 2

/** What has to be there before pgledger's own file: it makes its ids with a function of another project's. */
const PARTS = ['vendor/scoville-pgsql-ulid/uuid-to-ulid.sql', 'pgledger.sql']

/** The published pure-SQL ledger pgledger, out of a checkout of it that whoever measures brings. */
export async function pgledgerCases(postgres: Postgres, database: string, checkout: string): Promise<Case[]> {
  const accounts = await postgres.run(database, async (client) => {
    for (const part of PARTS) await client.query(await readFile(join(checkout, part), 'utf8'))
    const text = `select (pgledger_create_account('account ' || i, 'USD')).id from generate_series(0, $1::int) i`
    const { rows } = await client.query<{ id: string }>(text, [ACCOUNTS])
    return rows.map(({ id }) => id)
  })
  const owner = postgres.owner(database)
  const pair = (hot: boolean): [string, string] => {
    const giver = hot ? ACCOUNTS : Math.floor(Math.random() * ACCOUNTS)
    const taker = (giver + 1 + Math.floor(Math.random() * (ACCOUNTS - 1))) % ACCOUNTS
    return [accounts[giver] ?? '', accounts[taker] ?? '']
  }
  const single = (hot: boolean) =>
    repeated(owner, SINGLE_CLIENTS, 1, () => ({
      text: 'select id from pgledger_create_transfer($1, $2, 0.001)',
      values: pair(hot),
    }))
  const batch = (hot: boolean) =>
    repeated(owner, BATCH_CLIENTS, BULK_SIZE, () => ({
      text: 'select count(*) from pgledger_create_transfers($1::transfer_request[], now(), null)',
      values: [`{${Array.from({ length: BULK_SIZE }, () => `"(${pair(hot).join(',')},0.001)"`).join(',')}}`],
    }))
  const ledgerCase = (
    id: string,
    title: string,
    rate: (seconds: number, warm: number) => Promise<number>,
  ): Case => ({
    id,
    title,
    unit: 'transfers/s',
    sample: async ({ seconds, warm_seconds }: Timing) => plainSample(await rate(seconds, warm_seconds)),
  })
  return [
    ledgerCase('pgledger.spread', 'pgledger, 1000 accounts', single(false)),
    ledgerCase('pgledger.hot', 'pgledger, one hot account', single(true)),
    ledgerCase('pgledger-batch.spread', `pgledger, ${BULK_SIZE} a call, 1000 accounts`, batch(false)),
    ledgerCase('pgledger-batch.hot', `pgledger, ${BULK_SIZE} a call, one hot account`, batch(true)),
  ]
}
