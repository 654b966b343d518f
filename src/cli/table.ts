/** A column: its head, what stands in it, and whether it is a number, which stands to the right. */
export interface Column<T> {
  readonly head: string
  readonly cell: (item: T) => string | number | null
  readonly isNumber?: boolean
}

export const column = <T>(head: string, cell: Column<T>['cell']): Column<T> => ({ head, cell })

/** Amounts are text; their points don't line up, but their ends do. */
export const numbers = <T>(head: string, cell: Column<T>['cell']): Column<T> => ({
  head,
  cell,
  isNumber: true,
})

/** Prints rows under one head. A column widens when a later row needs it, since not all rows are known before. */
export class Table<T> {
  readonly #columns: readonly Column<T>[]
  readonly #widths: number[]
  #begun = false

  constructor(columns: readonly Column<T>[]) {
    this.#columns = columns
    this.#widths = columns.map(({ head }) => head.length)
  }

  print(items: readonly T[]): string[] {
    const rows = items.map((item) => this.#columns.map(({ cell }) => onOneLine(String(cell(item) ?? '–'))))
    for (const row of rows)
      for (const [i, text] of row.entries()) this.#widths[i] = Math.max(this.#widths[i] ?? 0, text.length)
    const heads = this.#begun ? [] : [this.#columns.map(({ head }) => head)]
    this.#begun = true
    return [...heads, ...rows].map((row) => this.#line(row))
  }

  #line(row: readonly string[]): string {
    const cells = row.map((text, i) => {
      const width = this.#widths[i] ?? 0
      return this.#columns[i]?.isNumber ? text.padStart(width) : text.padEnd(width)
    })
    return cells.join('  ').trimEnd()
  }
}

/** What people typed may hold anything, and a terminal obeys control characters. */
export const onOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')

export type Fact = readonly [name: string, value: string | number | null | undefined]

/** What is known of one thing, a line each; what is not known has none. */
export function facts(known: readonly Fact[]): string[] {
  const there = known.filter(([, value]) => value !== null && value !== undefined && value !== '')
  const width = Math.max(0, ...there.map(([name]) => name.length))
  return there.map(([name, value]) => `${name.padEnd(width)}  ${onOneLine(String(value))}`)
}

/** `2026-11-01 09:30 UTC`; null stays null. */
export function when(instant: string | null): string | null {
  return instant === null ? null : `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`
}
