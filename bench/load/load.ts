import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, type Listener } from './connection.ts'
import { Histogram } from './histogram.ts'
import { emptyTally, type LoadPlan, type LoadResult } from './plan.ts'
import { type Extent, occurrences } from './response.ts'

const TICK_MS = 1
/** How long the last answers are waited for. */
const PATIENCE_MS = 10_000

/** A run of load: warms up, measures, and waits for the last answers. */
export class Load implements Listener {
  readonly #plan: LoadPlan
  readonly #good: Buffer | null
  readonly #connections: Connection[]
  readonly #whole = emptyTally()
  #measured = emptyTally()
  #latency = new Histogram()
  #firstFailure: string | null = null
  #measuring = false
  #stopped = false
  /** With a fixed rate: connections with nothing to do, and requests that wait for one. */
  #idle: Connection[] = []
  #due: number[] = []

  constructor(plan: LoadPlan) {
    this.#plan = plan
    this.#good = plan.request.good === null ? null : Buffer.from(plan.request.good)
    this.#connections = Array.from({ length: plan.connections }, () => new Connection(plan, this))
  }

  async run(tell: (is: 'measuring' | 'measured') => void): Promise<LoadResult> {
    const pacer = this.#plan.rate === null ? null : this.#pace(this.#plan.rate)
    await sleep(this.#plan.warm_ms)
    this.#measured = emptyTally()
    this.#latency = new Histogram()
    this.#measuring = true
    tell('measuring')
    const began = performance.now()
    const cpu = process.cpuUsage()
    await sleep(this.#plan.measure_ms)
    this.#measuring = false
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(cpu)
    tell('measured')
    const backlog = this.#due.length
    this.#stopped = true
    clearInterval(pacer ?? undefined)
    await this.#lastAnswers()
    for (const connection of this.#connections) connection.close()
    return {
      seconds,
      measured: this.#measured,
      whole: this.#whole,
      latency_ms: this.#latency.latency(),
      first_failure: this.#firstFailure,
      backlog,
      cpu_seconds: (user + system) / 1e6,
    }
  }

  free(connection: Connection): void {
    if (this.#stopped) return
    const due = this.#plan.rate === null ? performance.now() : this.#due.shift()
    if (due === undefined) this.#idle.push(connection)
    else connection.send(due)
  }

  answered(connection: Connection, { status, body_at, end }: Extent, bytes: Buffer): void {
    const now = performance.now()
    const body = bytes.subarray(body_at, end)
    const isGood = status >= 200 && status < 300
    const isRefusal = status === 402 || status === 403 || status === 409
    const { units } = this.#plan.request
    const ok = !isGood ? 0 : this.#good === null ? units : occurrences(body, this.#good)
    if (!isGood && !isRefusal) this.#firstFailure ??= `${status} ${body.toString('latin1', 0, 300)}`
    for (const tally of this.#measuring ? [this.#whole, this.#measured] : [this.#whole]) {
      tally.statuses[status] = (tally.statuses[status] ?? 0) + 1
      tally.ok += ok
      if (isGood || isRefusal) tally.refused += units - ok
      else tally.failed += 1
    }
    if (this.#measuring) this.#latency.add((now - (connection.since ?? now)) * 1000)
    connection.since = null
    this.free(connection)
  }

  dropped(connection: Connection): void {
    this.#idle = this.#idle.filter((other) => other !== connection)
    if (this.#measuring) this.#measured.dropped += 1
    this.#whole.dropped += 1
  }

  /** Requests fall due evenly, and wait for a connection where none is free: their latency counts from then. */
  #pace(rate: number): NodeJS.Timeout {
    const began = performance.now()
    let arrived = 0
    return setInterval(() => {
      const now = performance.now()
      for (let due = began + (arrived * 1000) / rate; due <= now; due = began + (arrived * 1000) / rate) {
        arrived += 1
        const connection = this.#idle.pop()
        if (connection) connection.send(due)
        else this.#due.push(due)
      }
    }, TICK_MS)
  }

  async #lastAnswers(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (performance.now() < deadline && this.#connections.some(({ since }) => since !== null))
      await sleep(5)
  }
}
