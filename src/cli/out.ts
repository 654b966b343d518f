import { type Column, Table } from './table.ts'

/** Where the words of a command go. */
export interface Terminal {
  write(text: string): void
  /** For what is neither the answer nor a part of it. */
  note(text: string): void
  /** Whether notes are read by a person, who likes to see progress. */
  readonly isWatched: boolean
}

/** How many rows are gathered before a column's width is settled. */
const GATHERED = 100

/** What a command answers, for a person or as JSON. */
export class Out {
  readonly #terminal: Terminal
  readonly json: boolean

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal
    this.json = json
  }

  get isWatched(): boolean {
    return this.#terminal.isWatched
  }

  note(text: string): void {
    this.#terminal.note(text)
  }

  lines(lines: readonly string[]): void {
    if (lines.length > 0) this.#terminal.write(`${lines.join('\n')}\n`)
  }

  /** One thing: a JSON document on one line, or what a person reads. */
  one(value: unknown, lines: readonly string[]): void {
    if (this.json) this.#terminal.write(`${JSON.stringify(value)}\n`)
    else this.lines(lines)
  }

  /** A list of any length: a JSON document for each item, a line each; or a table. */
  async list<T>(items: AsyncIterable<T>, columns: readonly Column<T>[], limit?: number): Promise<void> {
    const table = new Table(columns)
    let rows: T[] = []
    let count = 0
    const flush = () => {
      this.lines(table.print(rows))
      rows = []
    }
    if (limit !== 0)
      for await (const item of items) {
        count += 1
        if (this.json) this.#terminal.write(`${JSON.stringify(item)}\n`)
        else if (rows.push(item) === GATHERED) flush()
        if (count === limit) break
      }
    // Whoever wants none is not told that there are none.
    if (this.json || limit === 0) return
    if (count === 0) this.lines(['There are none.'])
    else flush()
  }
}
