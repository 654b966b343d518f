import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Case, plainSample, type Sample } from '../case.ts'
import { BULK_SIZE } from '../load/requests.ts'
import type { Postgres } from '../postgres.ts'
import { arrayOf, repeated } from './through-driver.ts'

const ACCOUNTS = 1000
const HOT = 'acc_hot'
const SINGLE_CLIENTS = 16
/** More batches at once only wait for each other's locks. */
const BATCH_CLIENTS = 2

const accounts = Array.from({ length: ACCOUNTS }, (_, i) => `acc_${String(i).padStart(6, '0')}`)
const anyone = (): string => accounts[Math.floor(Math.random() * ACCOUNTS)] ?? HOT

/** A pair of accounts, or the hot one and another. */
const pair = (hot: boolean): [string, string] => {
  const giver = hot ? HOT : anyone()
  for (;;) {
    const taker = anyone()
    if (taker !== giver) return [giver, taker]
  }
}

export async function sqlLedgerCases(postgres: Postgres, database: string): Promise<Case[]> {
  const schema = await readFile(join(import.meta.dirname, 'sql-ledger.sql'), 'utf8')
  await postgres.run(database, async (client) => {
    await client.query(schema)
    const text = 'insert into ledger_accounts select id, 1e15, 0, true, $2 from unnest($1::text[]) id'
    await client.query(text, [[...accounts, HOT], new Date()])
    // A first filling, so that no plan is made on empty tables.
    for (let i = 0; i < 10; i += 1) await client.query(batchText, batchOf(false))
  })
  const owner = postgres.owner(database)
  const single = (hot: boolean) =>
    repeated(owner, SINGLE_CLIENTS, 1, () => ({ text: singleText, values: [...pair(hot), '0.001'] }))
  const batch = (hot: boolean) =>
    repeated(owner, BATCH_CLIENTS, BULK_SIZE, () => ({ text: batchText, values: batchOf(hot) }))
  return [
    ledgerCase('ledger.spread', 'pure-SQL ledger, 1000 accounts', single(false)),
    ledgerCase('ledger.hot', 'pure-SQL ledger, one hot account', single(true)),
    ledgerCase('ledger-batch.spread', `pure-SQL ledger, ${BULK_SIZE} a call, 1000 accounts`, batch(false)),
    ledgerCase('ledger-batch.hot', `pure-SQL ledger, ${BULK_SIZE} a call, one hot account`, batch(true)),
  ]
  function ledgerCase(
    id: string,
    title: string,
    rate: (seconds: number, warm: number) => Promise<number>,
  ): Case {
    const sample = async ({
      seconds,
      warm_seconds,
    }: {
      seconds: number
      warm_seconds: number
    }): Promise<Sample> => {
      const found = await rate(seconds, warm_seconds)
      return { ...plainSample(found), breaches: await crooked(postgres, database) }
    }
    return { id, title, unit: 'transfers/s', sample }
  }
}

const singleText = 'select ledger_transfer($1, $2, $3)'
const batchText = 'select ledger_transfers($1::text[], $2::text[], $3::numeric[])'

function batchOf(hot: boolean): string[] {
  const pairs = Array.from({ length: BULK_SIZE }, () => pair(hot))
  return [
    arrayOf(pairs.map(([giver]) => giver)),
    arrayOf(pairs.map(([, taker]) => taker)),
    arrayOf(pairs.map(() => '0.001')),
  ]
}

/** The reference has to conserve as well, or its rate is worth nothing. */
async function crooked(postgres: Postgres, database: string): Promise<string[]> {
  const text = `select sum(balance) = 1e15 * count(*) as ok from ledger_accounts`
  const { rows } = await postgres.run(database, (client) => client.query<{ ok: boolean }>(text))
  return rows[0]?.ok ? [] : ['the balances of the pure-SQL ledger do not sum to what was put in']
}
