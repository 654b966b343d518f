import pg from 'pg'
import type { Postgres } from '../postgres.ts'

export interface Accounting {
  rate(clients: number, seconds: number): Promise<{ rate: number; failed: number }>
}

const ACCOUNTS_A_SCALE = 100_000

/** What `pgbench -N` does, for a machine without it: one transaction of five statements, a round trip for each. */
export async function prepareAccounting(
  postgres: Postgres,
  database: string,
  scale: number,
): Promise<Accounting> {
  const accounts = scale * ACCOUNTS_A_SCALE
  await postgres.run(database, async (client) => {
    await client.query(tables)
    await client.query(
      `insert into pgbench_accounts select a, 1, 0, '' from generate_series(1, ${accounts}) a`,
    )
    await client.query('alter table pgbench_accounts add primary key (aid)')
    await client.query('vacuum analyze pgbench_accounts')
  })
  const owner = postgres.owner(database)
  return {
    async rate(clients, seconds) {
      const sessions = await Promise.all(Array.from({ length: clients }, () => connected(owner)))
      const began = performance.now()
      const done = await Promise.all(
        sessions.map((session) => work(session, accounts, began + seconds * 1000)),
      )
      const took = (performance.now() - began) / 1000
      await Promise.all(sessions.map((session) => session.end()))
      return { rate: done.reduce((sum, each) => sum + each, 0) / took, failed: 0 }
    },
  }
}

const tables = `
  create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84)) with (fillfactor = 100);
  create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))`

async function connected(owner: pg.ClientConfig): Promise<pg.Client> {
  const session = new pg.Client(owner)
  await session.connect()
  return session
}

async function work(session: pg.Client, accounts: number, until: number): Promise<number> {
  let done = 0
  for (; performance.now() < until; done += 1) {
    const aid = 1 + Math.floor(Math.random() * accounts)
    const delta = Math.floor(Math.random() * 10_001) - 5_000
    await session.query('begin')
    await session.query(`update pgbench_accounts set abalance = abalance + ${delta} where aid = ${aid}`)
    await session.query(`select abalance from pgbench_accounts where aid = ${aid}`)
    await session.query(
      `insert into pgbench_history (tid, bid, aid, delta, mtime) values (1, 1, ${aid}, ${delta}, current_timestamp)`,
    )
    await session.query('end')
  }
  return done
}
