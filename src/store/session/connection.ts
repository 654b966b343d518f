import pg from 'pg'
import { Unavailable } from '../../core/unavailable.ts'
import { Execution, Preparation, type Shape } from './flight.ts'
import { cut, type Idle, Line } from './line.ts'
import { ConnectionLost, isDatabaseError } from './outage.ts'
import { Pipeline } from './pipeline.ts'
import { ANSWER_WITHIN_MS, GRACE_MS, LOOK_UP_WITHIN_MS } from './session.ts'
import { pgTypes } from './types.ts'

/** A statement that is prepared once a connection, and its parameters. */
export interface Statement {
  readonly name: string
  readonly text: string
}

export type Row = unknown[]

/** Statements to be sent at once, each with its parameters. */
export type Flush = [Statement, ...unknown[]][]

/**
 * How the hot path's connections plan. A plan made while the tables were empty would scan them for ever after, so
 * only index look-ups are open to the planner, whatever the statistics say.
 */
const PLANNING = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'enable_material=off',
  'jit=off',
]

/**
 * How long a batch waits for a row: one account that somebody keeps locked must not hold up its neighbours. What the
 * batches of other servers take is far less. What waits for anything else says so itself.
 */
const LOCK_TIMEOUT_MS = 200

const CONNECT_TIMEOUT_MS = 2_000
/** A batch reads and writes without a pause, so a transaction that idles is one whose server is gone: its locks go. */
const IDLE_IN_TRANSACTION_MS = 3_000

/** A client that is connected, and the statements that are prepared on it, each with how its rows read. */
interface Connected {
  readonly client: pg.Client
  readonly pipeline: Pipeline
  readonly shapes: Map<string, Shape | Promise<Shape>>
}

/**
 * One pipelined connection: a flush of many statements costs one round trip, and the next one need not wait for its
 * answer. It reconnects when asked again.
 */
export class PipelinedConnection implements Idle {
  readonly #config: pg.ClientConfig
  readonly #patience_ms: number
  readonly #line: Line
  #heard_at = 0
  #connected: Connected | null = null
  #connecting: Promise<Connected> | null = null
  /** Whether the connection broke within a transaction, of which the next flush would believe itself a part. */
  #torn = false
  #ended = false

  /** Reads lock no rows: what they wait for they wait for as long as a flush may take. */
  constructor(config: pg.ClientConfig, use: 'batches' | 'reads' = 'batches', line = new Line()) {
    const settings = use === 'batches' ? [...PLANNING, `lock_timeout=${LOCK_TIMEOUT_MS}`] : PLANNING
    const options = [config.options ?? '', ...settings.map((setting) => `-c ${setting}`)].join(' ').trim()
    this.#patience_ms = use === 'batches' ? ANSWER_WITHIN_MS : LOOK_UP_WITHIN_MS
    this.#line = line
    line.watch(this)
    this.#config = {
      ...config,
      options,
      types: pgTypes,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: this.#patience_ms - GRACE_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    }
  }

  /** Those who ask while it connects wait for the same connection. */
  #connect(): Promise<Connected> {
    this.#connecting ??= this.#reach().finally(() => {
      this.#connecting = null
    })
    return this.#connecting
  }

  async #reach(): Promise<Connected> {
    if (this.#ended) throw new Unavailable('The server is stopping.')
    const client = new pg.Client(this.#config)
    client.on('error', () => this.#drop(client))
    client.on('end', () => this.#drop(client))
    await client.connect().catch((error: unknown) => {
      throw isDatabaseError(error)
        ? error
        : new ConnectionLost('the database can not be reached', { cause: error })
    })
    if (this.#ended) {
      await client.end()
      throw new Unavailable('The server is stopping.')
    }
    this.#heard_at = performance.now()
    this.#connected = { client, pipeline: new Pipeline(client), shapes: new Map() }
    return this.#connected
  }

  #drop(client: pg.Client): void {
    if (this.#connected?.client !== client) return
    this.#connected = null
    this.#torn = client.getTransactionStatus() !== 'I'
  }

  /**
   * Sends the statements at once and waits for all of their rows. After an error the rest is skipped.
   * What was begun on one connection is never gone on with on another.
   */
  async flush(statements: Flush): Promise<Row[][]> {
    if (this.#torn) {
      this.#torn = false
      throw new ConnectionLost('the connection to the database broke within a transaction')
    }
    const connected = this.#connected ?? (await this.#connect())
    const { pipeline, shapes } = connected
    const timer = setTimeout(() => {
      pipeline.breakOff('the database did not answer in time')
      this.#line.fellSilent(this.#patience_ms)
    }, this.#patience_ms)
    try {
      const steps: { name: string; values: unknown[]; shape: Shape }[] = []
      for (const [statement, ...values] of statements) {
        const known = shapes.get(statement.name) ?? prepare(connected, statement)
        steps.push({ name: statement.name, values, shape: known instanceof Promise ? await known : known })
      }
      const rows = await pipeline.send(new Execution(steps))
      this.#heard_at = performance.now()
      return rows
    } catch (error) {
      if (isDatabaseError(error)) throw error
      throw new ConnectionLost('the connection to the database broke', { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Gives up the connection and whatever transaction is open on it. */
  abandon(): void {
    const client = this.#connected?.client
    this.#connected = null
    this.#torn = false
    client?.end().catch(() => {})
  }

  dropUnheard(since: number): void {
    const connected = this.#connected
    if (!connected?.pipeline.isIdle || this.#heard_at >= since) return
    this.abandon()
    cut(connected.client)
  }

  async end(): Promise<void> {
    this.#ended = true
    const client = this.#connected?.client
    this.#connected = null
    await client?.end().catch(() => {})
  }
}

/** Those who need the statement meanwhile wait for the same preparation. */
function prepare({ pipeline, shapes }: Connected, statement: Statement): Promise<Shape> {
  const { name } = statement
  const preparing = pipeline.send(new Preparation(statement, pgTypes))
  shapes.set(name, preparing)
  preparing.then(
    (shape) => shapes.set(name, shape),
    () => shapes.delete(name),
  )
  return preparing
}
