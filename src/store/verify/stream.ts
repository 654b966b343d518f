import type pg from 'pg'

export type Columns = (string | null)[]

/** One connection asks one thing after the other. */
export class Asking {
  readonly #client: pg.ClientBase
  #last: Promise<unknown> = Promise.resolve()

  constructor(client: pg.ClientBase) {
    this.#client = client
  }

  ask(text: string): Promise<Columns[]> {
    const query = { text, rowMode: 'array' as const, types: asText }
    const rows = this.#last.then(async () => (await this.#client.query<Columns>(query)).rows)
    // It is awaited when its rows are needed; failing before that must not end the process.
    this.#last = rows.catch(() => {})
    return rows
  }
}

/** Values stay the text that PostgreSQL sent: whoever reads a column knows what it is. */
const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig

/**
 * The rows of a query, read off a cursor chunk by chunk, so that memory stays flat. While one chunk is worked on the
 * next is under way.
 */
export class Stream<T> {
  readonly #asking: Asking
  readonly #name: string
  readonly #chunk: number
  readonly #read: (columns: Columns) => T
  #rows: Columns[] = []
  #next = 0
  #ahead: Promise<Columns[]> | null
  #head: T | undefined

  private constructor(asking: Asking, name: string, chunk: number, read: (columns: Columns) => T) {
    this.#asking = asking
    this.#name = name
    this.#chunk = chunk
    this.#read = read
    this.#ahead = this.#fetch()
  }

  static async open<T>(
    asking: Asking,
    name: string,
    query: string,
    chunk: number,
    read: (columns: Columns) => T,
  ): Promise<Stream<T>> {
    await asking.ask(`declare verify_${name} no scroll cursor for ${query}`)
    return new Stream(asking, `verify_${name}`, chunk, read)
  }

  /** Whether the next row, if there is one, has yet to be waited for. */
  get isDry(): boolean {
    return this.#next === this.#rows.length && this.#ahead !== null
  }

  async fill(): Promise<void> {
    if (!this.isDry) return
    this.#rows = (await this.#ahead) ?? []
    this.#next = 0
    this.#ahead = this.#rows.length < this.#chunk ? null : this.#fetch()
  }

  /** The next row, which stays where it is; undefined at the end. The stream must not be dry. */
  peek(): T | undefined {
    if (this.#head === undefined && this.#next < this.#rows.length)
      this.#head = this.#read(this.#rows[this.#next] as Columns)
    return this.#head
  }

  /** Goes on to the row after the one that was looked at. */
  skip(): void {
    this.#head = undefined
    this.#next += 1
  }

  #fetch(): Promise<Columns[]> {
    return this.#asking.ask(`fetch ${this.#chunk} from ${this.#name}`)
  }
}
