import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Wire, wireTo } from './wire.ts'

/** One debit as its client knows it: what was asked, and what it was told. */
export interface KeyedDebit {
  readonly key: string
  readonly account: string
  attempts: number
  /** The debit's id where it was answered, the code where it was refused, null while nobody knows. */
  id: string | null
  refused: string | null
}

/** One answer, or the lack of one. */
export interface Attempt {
  /** On the process's own clock. */
  readonly at: number
  readonly port: number
  readonly milliseconds: number
  /** 0 where the connection broke. */
  readonly status: number
  readonly retry_after: string | undefined
}

/** A client's way to a server. */
interface Line {
  readonly port: number
  readonly wire: Wire
}

export interface LoadOptions {
  readonly key: string
  readonly accounts: readonly string[]
  readonly credit_type: string
  readonly clients: number
  /** The ports to spread the clients over. */
  readonly ports: readonly number[]
  /** One connection for each request. */
  readonly fresh?: boolean
  /** Whether an unanswered debit is asked for again, with its key. */
  readonly retries?: boolean
}

let loads = 0

/**
 * Clients that burn one credit at a time, each debit under a key of its own, until they are stopped. A debit that
 * was not answered is asked for again with the same key, as a careful client does.
 */
export class KeyedLoad {
  readonly debits: KeyedDebit[] = []
  readonly attempts: Attempt[] = []
  readonly name = `load${++loads}-${process.pid}-`
  readonly options: LoadOptions
  #running = true
  #retries: boolean
  readonly #clients: Promise<void>[]
  readonly #watchers = new Set<(attempt: Attempt) => void>()

  constructor(options: LoadOptions) {
    this.options = options
    this.#retries = options.retries ?? true
    this.#clients = Array.from({ length: options.clients }, (_, i) => this.#client(i))
  }

  get answered(): KeyedDebit[] {
    return this.debits.filter(({ id }) => id !== null)
  }

  /** Waits for that many more successes. */
  async succeeds(times = 1, patience_ms = 60_000): Promise<void> {
    let missing = times
    await this.#see((attempt) => attempt.status === 201 && --missing <= 0, patience_ms)
  }

  /** Waits for an attempt of a kind. */
  sees(what: (attempt: Attempt) => boolean, patience_ms = 60_000): Promise<void> {
    return this.#see(what, patience_ms)
  }

  /** Starts no new debits and waits until each that was begun is answered, or given up where nothing is retried. */
  async stop({ retries = this.#retries }: { retries?: boolean } = {}): Promise<void> {
    this.#running = false
    this.#retries = retries
    await Promise.all(this.#clients)
  }

  /** Asks again for everything that was never answered. */
  async askAgain(): Promise<void> {
    const open = this.debits.filter(({ id, refused }) => id === null && refused === null)
    const lines = this.options.ports.map((port) => this.#line(port))
    await Promise.all(
      open.map((debit, i) => this.#untilAnswered(lines[i % lines.length] as Line, debit, true)),
    )
  }

  #line(port: number): Line {
    const { key, fresh = false } = this.options
    return { port, wire: wireTo(port, key, { fresh }) }
  }

  #see(what: (attempt: Attempt) => boolean, patience_ms: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const late = setTimeout(() => reject(new Error(`not seen within ${patience_ms} ms`)), patience_ms)
    const watcher = (attempt: Attempt) => {
      if (what(attempt)) resolve()
    }
    this.#watchers.add(watcher)
    return promise.finally(() => {
      clearTimeout(late)
      this.#watchers.delete(watcher)
    })
  }

  async #client(i: number): Promise<void> {
    const { ports, accounts } = this.options
    const line = this.#line(ports[i % ports.length] as number)
    for (let n = 0; this.#running; n += 1) {
      const account = accounts[(i + n) % accounts.length] as string
      const debit: KeyedDebit = {
        key: `${this.name}${i}-${n}`,
        account,
        attempts: 0,
        id: null,
        refused: null,
      }
      this.debits.push(debit)
      await this.#untilAnswered(line, debit, false)
    }
  }

  async #untilAnswered(line: Line, debit: KeyedDebit, patient: boolean): Promise<void> {
    for (;;) {
      const answer = await this.#attempt(line, debit)
      if (answer?.status === 201) debit.id = answer.body.id
      else if (answer && answer.status < 500) debit.refused = answer.body.code ?? String(answer.status)
      if (debit.id !== null || debit.refused !== null) return
      if (!patient && !this.#retries) return
      await sleep(20)
    }
  }

  async #attempt({ wire, port }: Line, debit: KeyedDebit): Promise<Answer | null> {
    const { key, account } = debit
    debit.attempts += 1
    const began = performance.now()
    const body = { credit_type: this.options.credit_type, amount: '1' }
    const answer = await wire('POST', `/v1/accounts/${account}/debits`, body, {
      'idempotency-key': key,
    }).catch(() => null)
    const at = performance.now()
    const attempt = {
      at,
      port,
      milliseconds: at - began,
      status: answer?.status ?? 0,
      retry_after: answer?.headers['retry-after'] as string | undefined,
    }
    this.attempts.push(attempt)
    for (const watcher of this.#watchers) watcher(attempt)
    return answer
  }
}
