import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import Stripe from 'stripe'
import { connectionsOfOwner } from '../src/store/session/connection-config.ts'
import { verify } from '../src/store/verify/verify.ts'
import type { LoadResult } from './load/plan.ts'
import { debit } from './load/requests.ts'
import { runLoad } from './load/start.ts'
import { machine } from './machine.ts'
import { openAccounts, post } from './native-api.ts'
import { Postgres } from './postgres.ts'
import { faultsOf, fillSubscriptions, makeDue, progressOf } from './preload/due-subscriptions.ts'
import { type LocalStripe, startLocalStripe } from './sandbox.ts'
import { type Scrip, startScrip } from './scrip.ts'
import { median } from './statistics.ts'

/** Many subscriptions that fall due in one minute, and debits that go on meanwhile. */

const say = (line: string) => process.stdout.write(`${line}\n`)
const { values } = parseArgs({
  options: {
    subscriptions: { type: 'string', default: '10000' },
    seats: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '5' },
    profile: { type: 'string' },
    out: { type: 'string' },
  },
})
const [count, seats] = [Number(values.subscriptions), Number(values.seats)]
const [connections, seconds] = [Number(values.connections), Number(values.seconds)]
const out = values.out ?? (count === 10_000 ? join(import.meta.dirname, '..', 'docs', 'benchmarks.md') : null)
const command = ['npm run bench:renewals', ...process.argv.slice(2)].join(' ')

const DATABASE = 'bench_renewals'
const PATIENCE_MS = 15 * 60_000
const ALONE_ROUNDS = 4

const directory = mkdtempSync(join(tmpdir(), 'scrip-renewals-'))
// PostgreSQL's own user has to pass through it where this runs as root.
chmodSync(directory, 0o711)
const postgres = await Postgres.start(directory, () => undefined)
let scrip: Scrip | undefined
let sandbox: LocalStripe | undefined
try {
  await postgres.create(DATABASE)
  const data_dir = join(directory, 'server')
  const profile = values.profile === undefined ? null : resolve(values.profile)
  sandbox = await startLocalStripe(join(directory, 'sandbox'))
  const { env, url } = sandbox
  const owner = postgres.owner(DATABASE)
  scrip = await startScrip({ owner, data_dir, processes: 1, lanes: null, profile, env })
  await sandbox.notify(`http://127.0.0.1:${scrip.port}/webhooks/stripe`)
  const at = { host: url.hostname, port: url.port, protocol: 'http' } as const
  const stripe = new Stripe(env.STRIPE_SECRET_KEY as string, at)
  if (!(await measured(scrip, stripe))) process.exitCode = 1
} finally {
  await scrip?.stop()
  await sandbox?.stop()
  await postgres.stop()
  rmSync(directory, { recursive: true, force: true })
}

async function measured(scrip: Scrip, stripe: Stripe): Promise<boolean> {
  const burners = Array.from({ length: 1000 }, (_, i) => `burner_${String(i).padStart(4, '0')}`)
  await openAccounts(scrip, burners, '100000000')
  await post(scrip, '/v1/credit-types', { id: 'seats', name: 'Seats', unit_price: '1', currency: 'usd' })
  const pricing = { by: 'size', sizes: [{ credits: '100', month_price: '10' }] }
  await post(scrip, '/v1/plans', { id: 'team', name: 'Team', credit_type: 'seats', pricing })
  say(`Preparing ${count} subscriptions of ${seats} seats`)
  const subscribers = { count, seats, plan: 'team', credit_type: 'seats' }
  await postgres.run(DATABASE, (client) => fillSubscriptions(client, stripe, subscribers, Date.now()))
  await postgres.settle(DATABASE)
  await mustBeSound('before')

  const load = (): Promise<LoadResult> =>
    runLoad({
      host: '127.0.0.1',
      port: scrip.port,
      connections,
      warm_ms: 500,
      measure_ms: seconds * 1000,
      rate: null,
      request: debit(scrip.key, burners),
    })
  const alone: LoadResult[] = []
  await load()
  for (let round = 0; round < ALONE_ROUNDS; round += 1) alone.push(await load())

  const began = performance.now()
  await postgres.run(DATABASE, makeDue)
  const during: LoadResult[] = []
  let ended_ms = 0
  const watching = watch().then(() => {
    ended_ms = performance.now() - began
  })
  for (;;) {
    const result = await load()
    // One that goes on after the last renewal says nothing of renewals; where there is no other, it counts.
    if (ended_ms === 0 || during.length === 0) during.push(result)
    if (ended_ms !== 0) break
  }
  await watching

  await mustBeSound('after')
  const faults = await postgres.run(DATABASE, (client) => faultsOf(client, stripe, seats))
  for (const fault of faults.slice(0, 10)) say(fault)
  const table = tableOf(ended_ms, alone, during, faults.length)
  say(table)
  if (out !== null) writeInto(out, table)
  return faults.length === 0
}

/** Until all are renewed and have their credits. */
async function watch(): Promise<void> {
  const began = performance.now()
  for (let told = 0; ; await sleep(500)) {
    const { renewed, wrong, open } = await postgres.run(DATABASE, progressOf)
    const passed_ms = performance.now() - began
    if (wrong > 0) throw new Error(`${wrong} subscriptions are neither as they were nor renewed`)
    if (renewed === count && open === 0) return
    if (passed_ms > PATIENCE_MS)
      throw new Error(`${renewed} of ${count} were renewed, ${open} wait for credits`)
    if (passed_ms < told + 10_000) continue
    told = passed_ms
    say(`${Math.round(passed_ms / 1000)} s: ${renewed} renewed`)
  }
}

async function mustBeSound(when: string): Promise<void> {
  const { server } = connectionsOfOwner(postgres.owner(DATABASE))
  const { breaches } = await verify(server, { now: Date.now() })
  if (breaches.length > 0) throw new Error(`${when}: ${JSON.stringify(breaches.slice(0, 5))}`)
}

function tableOf(ended_ms: number, alone: LoadResult[], during: LoadResult[], faults: number): string {
  const rateOf = (runs: LoadResult[]) => median(runs.map((run) => run.measured.ok / run.seconds))
  const p99Of = (runs: LoadResult[]) => median(runs.map((run) => run.latency_ms.p99))
  const failed = [...alone, ...during].reduce(
    (sum, { whole: { refused, failed, dropped } }) => sum + refused + failed + dropped,
    0,
  )
  const ended_s = ended_ms / 1000
  const share = rateOf(during) / rateOf(alone)
  const rows = [
    ['renewals of one minute', '≤ 300 s for 10,000', `${ended_s.toFixed(1)} s for ${count}`],
    ['renewals a second, the wait for the job included', '', (count / ended_s).toFixed(1)],
    ['debits a second, alone', '', rateOf(alone).toFixed(0)],
    ['debits a second, during the renewals', '', rateOf(during).toFixed(0)],
    ['during / alone', '≥ 0.5', share.toFixed(2)],
    ['p99 of a debit, alone / during', '', `${p99Of(alone).toFixed(1)} / ${p99Of(during).toFixed(1)} ms`],
    ['debits refused, failed or dropped', '0', String(failed)],
    ['charged or granted other than once', '0', String(faults)],
  ]
  const lines = rows.map((row) => `| ${row.join(' | ')} |`)
  return ['| what | goal | found |', '| --- | --- | --- |', ...lines].join('\n')
}

/** A section of its own within what the other benchmarks keep. */
function writeInto(file: string, table: string): void {
  const [begin, end] = ['<!-- renewals -->', '<!-- end of the renewals -->']
  const { CPU, cores } = machine()
  const date = new Date().toISOString().slice(0, 10)
  const section = `${begin}
### Renewals

Written by \`${command}\` on ${date}: ${count} subscriptions of ${seats} seats fall due in one minute, with
${connections} connections debiting other accounts. Server, sandbox, PostgreSQL and load share ${cores} cores (${CPU}).

${table}
${end}`
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n'
  const there = new RegExp(`${begin}[^]*${end}`)
  const notes = '<!-- end of the notes -->'
  const changed = there.test(text)
    ? text.replace(there, () => section)
    : text.replace(notes, () => `\n${section}\n${notes}`)
  writeFileSync(file, changed)
}
