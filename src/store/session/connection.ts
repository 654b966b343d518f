import pg from 'pg'
import { Unavailable } from '../../core/unavailable.ts'
import { Execution, type Flight, Preparation, type Shape } from './flight.ts'
import { ConnectionLost, isDatabaseError } from './outage.ts'
import { ANSWER_WITHIN_MS, GRACE_MS } from './session.ts'
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

/** The longest that a flush may take: past it the database counts as away. */
const FLUSH_TIMEOUT_MS = ANSWER_WITHIN_MS
const CONNECT_TIMEOUT_MS = 2_000
/** A batch reads and writes without a pause, so a transaction that idles is one whose server is gone: its locks go. */
const IDLE_IN_TRANSACTION_MS = 3_000

/** One pipelined connection: a flush of many statements costs one round trip. It reconnects when asked again. */
export class PipelinedConnection {
  readonly #config: pg.ClientConfig
  #client: pg.Client | null = null
  /** The statements that are prepared on it, and how their rows read. */
  #shapes = new Map<string, Shape>()
  /** Whether the connection broke within a transaction, of which the next flush would believe itself a part. */
  #torn = false
  #ended = false

  /** Reads lock no rows: what they wait for they wait for as long as a flush may take. */
  constructor(config: pg.ClientConfig, use: 'batches' | 'reads' = 'batches') {
    const settings = use === 'batches' ? [...PLANNING, `lock_timeout=${LOCK_TIMEOUT_MS}`] : PLANNING
    const options = [config.options ?? '', ...settings.map((setting) => `-c ${setting}`)].join(' ').trim()
    this.#config = {
      ...config,
      options,
      types: pgTypes,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: FLUSH_TIMEOUT_MS - GRACE_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client
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
    this.#client = client
    this.#shapes = new Map()
    return client
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = null
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
    const client = this.#client ?? (await this.#connected())
    const { stream } = (client as unknown as { connection: { stream: import('node:net').Socket } }).connection
    const timer = setTimeout(
      () => stream.destroy(new Error('the database did not answer in time')),
      FLUSH_TIMEOUT_MS,
    )
    try {
      const steps: { name: string; values: unknown[]; shape: Shape }[] = []
      for (const [statement, ...values] of statements) {
        const shape = this.#shapes.get(statement.name) ?? (await this.#prepare(client, statement))
        steps.push({ name: statement.name, values, shape })
      }
      return await send(client, new Execution(steps))
    } catch (error) {
      if (isDatabaseError(error)) throw error
      throw new ConnectionLost('the connection to the database broke', { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }

  async #prepare(client: pg.Client, statement: Statement): Promise<Shape> {
    const shape = await send(client, new Preparation(statement, pgTypes))
    this.#shapes.set(statement.name, shape)
    return shape
  }

  /** Gives up the connection and whatever transaction is open on it. */
  abandon(): void {
    const client = this.#client
    this.#client = null
    this.#torn = false
    client?.end().catch(() => {})
  }

  async end(): Promise<void> {
    this.#ended = true
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => {})
  }
}

/** The driver takes any object that knows how to submit itself; its types only know its own cursors. */
function send<T>(client: pg.Client, flight: Flight<T>): Promise<T> {
  client.query(flight as unknown as pg.Submittable)
  return flight.arrived
}
