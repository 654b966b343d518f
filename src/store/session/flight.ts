import type pg from 'pg'
import type { Row, Statement } from './connection.ts'

/** What `pg` has a custom query do with its connection, as its own cursors do. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void; destroy(error: Error): void }
  parse(statement: { name: string; text: string; types: number[] }): void
  describe(what: { type: 'S' | 'P'; name: string }): void
  bind(what: {
    portal: string
    statement: string
    values: unknown[]
    valueMapper: (value: unknown) => unknown
  }): void
  execute(what: object): void
  sync(): void
}

/** How the columns of a prepared statement's rows are read; none for a statement that answers no rows. */
export type Shape = readonly ((text: string) => unknown)[]

interface Described {
  readonly fields: readonly { readonly dataTypeID: number }[]
}

/** The part of a query that is the same for both flights: `pg` calls these as messages arrive. */
export abstract class Flight<T> {
  readonly arrived: Promise<T>
  protected readonly settle: PromiseWithResolvers<T>
  #is_written = false
  /** Called once the answer is whole, or why it will never be. */
  over: (error?: unknown) => void = () => {}

  constructor() {
    this.settle = Promise.withResolvers<T>()
    this.arrived = this.settle.promise
  }

  protected abstract messages(connection: Wire): void
  protected abstract land(): void

  /** Sends its messages; `pg` calls this as well, when those before it are answered. */
  submit(connection: Wire): null {
    if (this.#is_written) return null
    this.#is_written = true
    connection.stream.cork()
    this.messages(connection)
    connection.sync()
    connection.stream.uncork()
    return null
  }

  handleReadyForQuery(): void {
    this.land()
    this.over()
  }
  handleError(error: unknown): void {
    this.fail(error)
    this.over(error)
  }
  fail(error: unknown): void {
    this.settle.reject(error)
  }
  handleRowDescription(_message: Described): void {}
  handleDataRow(_message: { readonly fields: readonly (string | null)[] }): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}

/** Prepares a statement and learns the shape of its rows. */
export class Preparation extends Flight<Shape> {
  readonly #statement: Statement
  readonly #types: pg.CustomTypesConfig
  #shape: Shape = []

  constructor(statement: Statement, types: pg.CustomTypesConfig) {
    super()
    this.#statement = statement
    this.#types = types
  }

  protected messages(connection: Wire): void {
    const { name, text } = this.#statement
    connection.parse({ name, text, types: [] })
    connection.describe({ type: 'S', name })
  }

  override handleRowDescription({ fields }: Described): void {
    this.#shape = fields.map(({ dataTypeID }) => this.#types.getTypeParser(dataTypeID, 'text'))
  }

  protected land(): void {
    this.settle.resolve(this.#shape)
  }
}

/**
 * Many prepared statements in one message each way: PostgreSQL answers them together, where a query each would have it
 * and us stop and look up after every one. After an error it skips the rest, the commit included.
 */
export class Execution extends Flight<Row[][]> {
  readonly #steps: readonly { readonly name: string; readonly values: unknown[]; readonly shape: Shape }[]
  readonly #rows: Row[][]
  #at = 0

  constructor(
    steps: readonly { readonly name: string; readonly values: unknown[]; readonly shape: Shape }[],
  ) {
    super()
    this.#steps = steps
    this.#rows = steps.map(() => [])
  }

  protected messages(connection: Wire): void {
    for (const { name, values } of this.#steps) {
      connection.bind({ portal: '', statement: name, values, valueMapper: asIs })
      connection.execute({})
    }
  }

  override handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const shape = this.#steps[this.#at]?.shape ?? []
    const row: Row = new Array(fields.length)
    for (let i = 0; i < fields.length; i++) {
      const text = fields[i]
      row[i] = text === null || text === undefined ? null : shape[i]?.(text)
    }
    this.#rows[this.#at]?.push(row)
  }

  override handleCommandComplete(): void {
    this.#at += 1
  }

  protected land(): void {
    this.settle.resolve(this.#rows)
  }
}

/** Every parameter is a string already. */
const asIs = (value: unknown): unknown => value
