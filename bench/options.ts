import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options {
  readonly rounds: number
  readonly seconds: number
  readonly warm_seconds: number
  /** How long half the peak lasts, each time: longer than what comes by itself now and then. */
  readonly half_seconds: number
  readonly connections: number
  readonly bulk_connections: number
  /** Beginnings of case ids; none means all. */
  readonly only: readonly string[]
  readonly full_wallets: number
  readonly full_entries: number
  readonly data: string | null
  /** A checkout of pgledger, to be measured beside; null: only the pure-SQL ledger of our own. */
  readonly pgledger: string | null
  readonly profile: string | null
  readonly soak_seconds: number
  readonly processes: number
  readonly lanes: number | null
  /** Where the Markdown goes; null means nowhere. */
  readonly out: string | null
  readonly help: boolean
  readonly list: boolean
  readonly command: string
}

export const usage = `npm run bench -- [options]

  --rounds N            rounds of every measurement (5)
  --seconds N           measured seconds a round (5), after a warm-up of --warm (1.5)
  --half N              seconds of half the peak (32), of which the latencies are told
  --connections N       HTTP connections, one request under way in each (64)
  --bulk-connections N  the same for requests of 500 debits (as --connections)
  --only A,B            only what begins with one of these; --list shows the names
  --quick               one short round and a small ledger: a look whether all of it works
  --entries N           entries of the full ledger (10000000), in --wallets N (100000)
  --data DIR            keep the databases there, and use a full ledger that is there already
  --pgledger DIR        also measure the published ledger of that name, of which DIR is a checkout
  --processes N         processes of the server; --lanes N its lanes
  --profile DIR         write the servers' CPU profiles there
  --soak SECONDS        then watch the server's memory under debits for so long
  --out FILE            where the Markdown goes (a whole run: docs/benchmarks.md; else nowhere)
`

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({ args, options: accepted })
  const quick = values.quick ?? false
  const number = (name: Numeric, otherwise: number): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name])
    if (!(value > 0)) throw new Error(`--${name} is ${values[name]}; accepted is a number above zero`)
    return value
  }
  const connections = number('connections', 64)
  const isWhole = !quick && values.only === undefined
  return {
    rounds: number('rounds', quick ? 1 : 5),
    seconds: number('seconds', quick ? 1 : 5),
    warm_seconds: number('warm', quick ? 0.3 : 1.5),
    half_seconds: number('half', quick ? 1 : 32),
    connections,
    bulk_connections: number('bulk-connections', connections),
    only: values.only?.split(',').filter((part) => part !== '') ?? [],
    full_wallets: number('wallets', quick ? 2_000 : 100_000),
    full_entries: number('entries', quick ? 200_000 : 10_000_000),
    data: values.data === undefined ? null : resolve(values.data),
    pgledger: values.pgledger === undefined ? null : resolve(values.pgledger),
    profile: values.profile === undefined ? null : resolve(values.profile),
    soak_seconds: values.soak === undefined ? 0 : number('soak', 1),
    processes: number('processes', 1),
    lanes: values.lanes === undefined ? null : number('lanes', 1),
    out: values.out !== undefined ? resolve(values.out) : isWhole ? wholeReport : null,
    help: values.help ?? false,
    list: values.list ?? false,
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
  }
}

export const cores = cpus().length

const wholeReport = resolve(import.meta.dirname, '..', 'docs', 'benchmarks.md')

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const accepted = {
  rounds: text,
  seconds: text,
  warm: text,
  half: text,
  connections: text,
  'bulk-connections': text,
  only: text,
  quick: flag,
  entries: text,
  wallets: text,
  data: text,
  pgledger: text,
  processes: text,
  lanes: text,
  profile: text,
  soak: text,
  out: text,
  help: flag,
  list: flag,
}

type Numeric = Exclude<
  keyof typeof accepted,
  'only' | 'quick' | 'data' | 'pgledger' | 'profile' | 'out' | 'help' | 'list'
>
