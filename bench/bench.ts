import type { Case, Sample } from './case.ts'
import { wholeBreaches } from './conserve.ts'
import { measureHalfRate } from './half-rate.ts'
import { machine } from './machine.ts'
import type { Options } from './options.ts'
import type { Postgres } from './postgres.ts'
import { ratiosOf } from './ratios.ts'
import { arrayCases } from './references/arrays.ts'
import { pgbenchCases } from './references/pgbench.ts'
import { pgledgerCases } from './references/pgledger.ts'
import { sqlLedgerCases } from './references/sql-ledger.ts'
import { whole } from './report/figures.ts'
import { printFindings } from './report/terminal.ts'
import { type Findings, wrongs } from './report/verdicts.ts'
import { writeReport } from './report/write.ts'
import { measureInRounds } from './rounds.ts'
import { serverCaseIds, serverCases } from './server-cases.ts'
import { soak } from './soak.ts'
import { type VerifiedWorld, verified } from './verified.ts'
import { type World, type Worlds, worldsOn } from './world.ts'

const REFERENCES = 'bench_references'

const ledgerIds = ['ledger.', 'pgledger.', 'ledger-batch.', 'pgledger-batch.']
const arrayIds = ['arrays.spread', 'arrays.hot', 'told-arrays.spread', 'told-arrays.hot']

/** What `--only` can name; the beginning of one is enough. */
export const caseIds = (options: Options): string[] => [
  ...['pgbench.', ...ledgerIds, ...arrayIds],
  ...[...serverCaseIds(options), 'half'],
]

/** One run: opens what is to be measured, measures it in rounds, and reports. */
export class Bench {
  readonly #postgres: Postgres
  readonly #options: Options
  readonly #say: (line: string) => void
  readonly #worlds: Worlds
  readonly #opened = new Map<World['name'], World>()

  constructor(postgres: Postgres, directory: string, options: Options, say: (line: string) => void) {
    this.#postgres = postgres
    this.#options = options
    this.#say = say
    this.#worlds = worldsOn(postgres, directory, options, say)
  }

  /** Answers whether everything that was measured can be believed. */
  async run(): Promise<boolean> {
    const { rounds, seconds, soak_seconds, out, only } = this.#options
    const served = serverCases(this.#open, this.#postgres, this.#options).filter(this.#isWanted)
    for (const name of ['fresh', 'empty', 'full'] as const)
      if (served.some(({ id }) => worldOf(id) === name)) await this.#open(name)
    const cases = [...(await this.#references()), ...served]
    this.#say(`${cases.length} kinds of work, ${rounds} rounds of ${seconds} s`)
    const measured = await measureInRounds(cases, rounds, this.#options, this.#told)
    const isHalfWanted = only.length === 0 || only.includes('half')
    const half = isHalfWanted
      ? await measureHalfRate(measured, this.#open, this.#postgres, this.#options, this.#say)
      : []
    const soaked = soak_seconds > 0 ? await soak(this.#open, this.#postgres, this.#options, this.#say) : null
    const full = this.#opened.get('full')
    const proven = full ? await this.#verified(full) : null
    const breaches = await this.#wholeBreaches()
    const ratios = ratiosOf(measured)
    const findings: Findings = { measured, ratios, half, soak: soaked, verified: proven, breaches }
    printFindings(findings)
    if (out !== null) {
      writeReport(out, findings, await this.#circumstances())
      this.#say(`\nWritten to ${out}`)
    }
    return wrongs(findings).length === 0
  }

  close(): Promise<void> {
    return this.#worlds.close()
  }

  readonly #open = async (name: World['name']): Promise<World> => {
    const world = await this.#worlds.open(name)
    this.#opened.set(name, world)
    return world
  }

  readonly #isWanted = ({ id }: { id: string }): boolean =>
    this.#options.only.length === 0 || this.#options.only.some((part) => id.startsWith(part))

  async #references(): Promise<Case[]> {
    const isWanted = (ids: readonly string[]) => ids.some((id) => this.#isWanted({ id }))
    const wantsPgbench = isWanted(['pgbench.'])
    const wantsLedger = isWanted(ledgerIds)
    const wantsArrays = isWanted(arrayIds)
    if (!wantsPgbench && !wantsLedger && !wantsArrays) return []
    await this.#postgres.create(REFERENCES)
    const ledger = wantsLedger ? await sqlLedgerCases(this.#postgres, REFERENCES) : []
    const { pgledger } = this.#options
    const published = pgledger === null ? [] : await pgledgerCases(this.#postgres, REFERENCES, pgledger)
    const arrays = wantsArrays ? await arrayCases(this.#postgres, REFERENCES) : []
    const seconds = Math.max(1, this.#options.seconds / 2)
    const pgbench = wantsPgbench ? await pgbenchCases(this.#postgres, REFERENCES, seconds, this.#say) : []
    await this.#postgres.settle(REFERENCES)
    return [...pgbench, ...[...ledger, ...published, ...arrays].filter(this.#isWanted)]
  }

  readonly #told = (round: number, { title, unit }: Case, sample: Sample): void => {
    const { rate, refused, failed, dropped, breaches } = sample
    const wrong =
      refused + failed + dropped === 0 ? '' : `, ${refused} refused, ${failed} failed, ${dropped} dropped`
    const when = round === 0 ? 'warm-up' : `round ${round}`
    this.#say(`${when}: ${title}: ${whole(rate)} ${unit}${wrong}`)
    for (const breach of breaches) this.#say(`  NOT TO BE BELIEVED: ${breach}`)
  }

  async #verified(world: World): Promise<VerifiedWorld> {
    this.#say(`scrip verify of the ${world.name} ledger`)
    return verified(this.#postgres, world)
  }

  async #wholeBreaches(): Promise<string[]> {
    const found: string[] = []
    for (const { name, database } of this.#opened.values()) {
      const breaches = await this.#postgres.run(database, wholeBreaches)
      found.push(...breaches.map((what) => `the whole ${name} ledger: ${what}`))
    }
    return found
  }

  async #circumstances() {
    const { rounds, seconds, warm_seconds, connections, bulk_connections, processes, lanes, command } =
      this.#options
    return {
      command,
      made_at: new Date(),
      machine: machine(),
      settings: await this.#postgres.settings(),
      run: {
        rounds: `${rounds} of ${seconds} s after ${warm_seconds} s of warm-up`,
        connections: `${connections}; ${bulk_connections} for requests of 500 debits`,
        server: `${processes} process(es), ${lanes ?? 'its default of'} lanes`,
        'full ledger': `${whole(this.#options.full_entries)} entries in ${whole(this.#options.full_wallets)} wallets`,
      },
    }
  }
}

const worldOf = (id: string): World['name'] =>
  id.startsWith('full.') ? 'full' : id.startsWith('fresh.') ? 'fresh' : 'empty'
