import { readFileSync } from 'node:fs'

/** What the processes used while something was measured. */
export interface Usage {
  /** Cores kept busy. */
  readonly server_cores: number
  readonly postgres_cores: number
  readonly generator_cores: number
  /** Cores that anything else on the machine kept busy: above a few hundredths, the machine was not quiet. */
  readonly other_cores: number
  readonly server_rss_bytes: number
  /** What PostgreSQL's processes have to themselves, their shared memory aside. */
  readonly postgres_private_bytes: number
}

const TICKS_PER_SECOND = 100
const SAMPLE_MS = 250

interface Snapshot {
  readonly at: number
  readonly server: number
  readonly postgres: number
  readonly machine: number
}

/** Samples the CPU and memory of the server and of PostgreSQL. Where there is no /proc it has nothing to say. */
export class UsageMeter {
  readonly #server: number
  readonly #postgres: number
  #began: Snapshot | null = null
  #timer: NodeJS.Timeout | undefined
  #serverRss = 0
  #postgresPrivate = 0

  constructor(server: number, postgres: number | undefined) {
    this.#server = server
    this.#postgres = postgres ?? 0
  }

  begin(): void {
    this.#began = this.#snapshot()
    this.#sampleMemory()
    this.#timer = setInterval(() => this.#sampleMemory(), SAMPLE_MS)
  }

  /** How much the server has in memory now. */
  serverRss(): number {
    return family(this.#server).reduce((sum, pid) => sum + memory(pid, 'VmRSS'), 0)
  }

  /** Ends the sampling; the generator tells its own share. */
  end(): (generatorSeconds: number) => Usage | null {
    clearInterval(this.#timer)
    const began = this.#began
    const ended = this.#snapshot()
    if (!began || ended.machine === 0) return () => null
    const seconds = (ended.at - began.at) / 1000
    const cores = (ticks: number) => ticks / TICKS_PER_SECOND / seconds
    const server = cores(ended.server - began.server)
    const postgres = cores(ended.postgres - began.postgres)
    const all = cores(ended.machine - began.machine)
    return (generatorSeconds) => {
      const generator = generatorSeconds / seconds
      return {
        server_cores: server,
        postgres_cores: postgres,
        generator_cores: generator,
        other_cores: Math.max(0, all - server - postgres - generator),
        server_rss_bytes: this.#serverRss,
        postgres_private_bytes: this.#postgresPrivate,
      }
    }
  }

  #sampleMemory(): void {
    this.#serverRss = Math.max(this.#serverRss, this.serverRss())
    const own = family(this.#postgres).reduce((sum, pid) => sum + memory(pid, 'RssAnon'), 0)
    this.#postgresPrivate = Math.max(this.#postgresPrivate, own)
  }

  #snapshot(): Snapshot {
    return {
      at: performance.now(),
      server: sum(family(this.#server).map(processTicks)),
      postgres: sum(family(this.#postgres).map(processTicks)),
      machine: machineTicks(),
    }
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0)

/** A process and its descendants. */
function family(pid: number): number[] {
  if (pid === 0) return []
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').map(Number)
  return [pid, ...children.filter((child) => child > 0).flatMap(family)]
}

/** Its own time and that of its children which have ended. */
function processTicks(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return sum(fields.slice(11, 15).map(Number))
}

/** Everything but idling and waiting for disks. */
function machineTicks(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
    /^cpu +(.*)$/m.exec(read('/proc/stat'))?.[1]?.split(' ').map(Number) ?? []
  return user + nice + system + irq + softirq + steal
}

function memory(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(read(`/proc/${pid}/status`))
  return Number(line?.[1] ?? 0) * 1024
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
