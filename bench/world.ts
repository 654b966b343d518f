import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { bulkDebit } from './load/requests.ts'
import { runLoad } from './load/start.ts'
import { openAccounts } from './native-api.ts'
import type { Options } from './options.ts'
import type { Postgres } from './postgres.ts'
import { fillLedger, fullAccount } from './preload/full-ledger.ts'
import { type Scrip, startScrip } from './scrip.ts'

/** A server on a ledger, and the wallets in it that are measured. */
export interface World {
  readonly name: 'empty' | 'full' | 'fresh'
  readonly database: string
  readonly scrip: Scrip
  readonly accounts: readonly string[]
  readonly hot: string
  /**
   * Does the work while the servers of all other worlds stand still: what they do by themselves every minute would take
   * the same cores, and nobody runs two.
   */
  alone<T>(work: () => Promise<T>): Promise<T>
}

const MEASURED = 1000
const HOT = 'acc_hot'
const CREDITS = '100000000'
const PRELOAD_MS = 2000

export type OpenWorld = (name: World['name']) => Promise<World>

export interface Worlds {
  readonly open: OpenWorld
  /** Ends every server, also those of worlds that failed to open. */
  close(): Promise<void>
}

export function worldsOn(
  postgres: Postgres,
  directory: string,
  options: Options,
  log: (line: string) => void,
): Worlds {
  const { processes, lanes, profile } = options
  const started: Scrip[] = []
  async function start(name: string, database: string): Promise<Scrip> {
    const scrip = await startScrip({
      owner: postgres.owner(database),
      data_dir: join(directory, name),
      processes,
      lanes,
      profile,
    })
    started.push(scrip)
    return scrip
  }
  const aloneWith =
    (scrip: Scrip): World['alone'] =>
    async (work) => {
      const others = started.filter((other) => other !== scrip)
      for (const other of others) other.pause()
      try {
        return await work()
      } finally {
        for (const other of others) other.goOn()
      }
    }
  const measured = Array.from({ length: MEASURED }, (_, i) => fullAccount(i))

  async function small(name: 'empty' | 'fresh'): Promise<World> {
    const database = `bench_${name}`
    await postgres.create(database)
    const scrip = await start(`${name}-${Date.now()}`, database)
    if (name === 'fresh') await postgres.run(database, (client) => client.query(neverAnalyzed))
    await openAccounts(scrip, [...measured, HOT], CREDITS)
    const world = { name, database, scrip, accounts: measured, hot: HOT, alone: aloneWith(scrip) }
    // Every plan and page that the measurements need has been used before them, save where that is the question.
    if (name === 'empty') {
      await preload(world)
      await postgres.settle(database)
    }
    return world
  }

  async function preload({ scrip: { port, key }, accounts }: World): Promise<void> {
    const request = bulkDebit(key, accounts)
    await runLoad({
      host: '127.0.0.1',
      port,
      connections: 4,
      warm_ms: 0,
      measure_ms: Math.min(PRELOAD_MS, options.seconds * 1000),
      rate: null,
      request,
    })
  }

  async function full(): Promise<World> {
    const { full_wallets: wallets, full_entries: entries } = options
    const home = `full-${wallets}-${entries}`
    const database = `bench_full_${wallets}_${entries}`
    const isThere = await postgres.exists(database)
    if (!isThere) {
      await postgres.create('bench_filling')
      // What an earlier server wrote there speaks of a database that is gone.
      rmSync(join(directory, home), { recursive: true, force: true })
    }
    const filling = isThere ? database : 'bench_filling'
    const first = await start(home, filling)
    if (!isThere) {
      log(`Filling a ledger with ${entries} entries in ${wallets} wallets`)
      await postgres.run(filling, (client) => fillLedger(client, { wallets, entries }, new Date(), log))
      await first.stop()
      // Only a ledger that was filled to the end gets the name under which a later run finds it.
      await postgres.rename(filling, database)
    }
    await postgres.settle(database)
    const scrip = isThere ? first : await start(home, database)
    const step = Math.max(1, Math.floor(wallets / MEASURED))
    const accounts = Array.from({ length: Math.min(MEASURED, wallets) }, (_, i) => fullAccount(i * step))
    // The first wallet has the thousands of spent grants: the hot one is the worst there is.
    return { name: 'full', database, scrip, accounts, hot: fullAccount(0), alone: aloneWith(scrip) }
  }

  const open = new Map<World['name'], Promise<World>>()
  return {
    open(name) {
      const opening = open.get(name) ?? (name === 'full' ? full() : small(name))
      open.set(name, opening)
      return opening
    },
    async close() {
      await Promise.all(started.map((scrip) => scrip.stop()))
    },
  }
}

/** A fresh install has empty statistics until autovacuum comes by; here it never does, which is the worst case. */
const neverAnalyzed = ['accounts', 'wallets', 'grants', 'entries', 'debits', 'idempotency_keys']
  .map((table) => `alter table ${table} set (autovacuum_enabled = off)`)
  .join(';')
