import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Case, plainSample } from '../case.ts'
import { pgbenchVersion } from '../machine.ts'
import { cores } from '../options.ts'
import type { Postgres } from '../postgres.ts'
import { type Accounting, prepareAccounting } from './one-transaction.ts'

const SCALE = 10
const CLIENTS = [4, 8, 16, 32, 64]
/** So many client counts go into the rounds: the best ones of a first look. */
const KEPT = 2

/** `pgbench -N`, or the same transactions through the driver, at the client counts that suit this machine best. */
export async function pgbenchCases(
  postgres: Postgres,
  database: string,
  lookSeconds: number,
  log: (line: string) => void,
): Promise<Case[]> {
  const { name, rate } = await chosen(postgres, database)
  const looks: { clients: number; rate: number }[] = []
  for (const clients of CLIENTS) looks.push({ clients, rate: (await rate(clients, lookSeconds)).rate })
  log(`${name}: ${looks.map(({ clients, rate }) => `${rate.toFixed(0)} tx/s at ${clients}`).join(', ')}`)
  const best = looks.toSorted((a, b) => b.rate - a.rate).slice(0, KEPT)
  return best.map(({ clients }) => ({
    id: `pgbench.${clients}`,
    title: `${name}, ${clients} clients`,
    unit: 'tx/s',
    sample: async ({ seconds }) => {
      const { rate: found, failed } = await rate(clients, seconds)
      return plainSample(found, failed)
    },
  }))
}

interface Runner {
  readonly name: string
  rate(clients: number, seconds: number): Promise<{ rate: number; failed: number }>
}

async function chosen(postgres: Postgres, database: string): Promise<Runner> {
  if (pgbenchVersion() === null) {
    const accounting: Accounting = await prepareAccounting(postgres, database, SCALE)
    return { name: 'one transaction a debit through the driver', rate: accounting.rate }
  }
  await pgbench(postgres, database, ['-i', '-q', '-s', String(SCALE)])
  return {
    name: 'pgbench -N',
    async rate(clients, seconds) {
      const threads = Math.min(clients, cores)
      const run = ['-N', '-n', '-c', String(clients), '-j', String(threads), '-T', String(Math.ceil(seconds))]
      const said = await pgbench(postgres, database, run)
      return {
        rate: Number(/^tps = ([\d.]+)/m.exec(said)?.[1] ?? 0),
        failed: Number(/^number of failed transactions: (\d+)/m.exec(said)?.[1] ?? 0),
      }
    },
  }
}

async function pgbench(postgres: Postgres, database: string, args: string[]): Promise<string> {
  const { host = '', port = 5432, user = '', password = '' } = postgres.owner(database)
  const env = { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password }
  const { stdout } = await promisify(execFile)('pgbench', [...args, database], { env, cwd: '/' })
  return stdout
}
