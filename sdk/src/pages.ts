import type { Page } from './api.ts'

/** A list of any length. `for await` goes through all of it, asking for the next page when it gets there. */
export class Pages<T> implements AsyncIterable<T> {
  readonly #load: (cursor: string | undefined) => Promise<Page<T>>
  readonly #first: string | undefined

  constructor(load: (cursor: string | undefined) => Promise<Page<T>>, first?: string) {
    this.#load = load
    this.#first = first
  }

  /** One page: the first one, or that at the cursor which the page before gave as `next_cursor`. */
  page(cursor: string | null | undefined = this.#first): Promise<Page<T>> {
    return this.#load(cursor ?? undefined)
  }

  /** Everything in one array, for a list that is known to be short. */
  async all(): Promise<T[]> {
    const all: T[] = []
    for await (const { items } of this.byPage()) all.push(...items)
    return all
  }

  async *byPage(): AsyncGenerator<Page<T>, void, undefined> {
    let cursor = this.#first
    for (;;) {
      const page = await this.#load(cursor)
      yield page
      if (page.next_cursor === null) return
      cursor = page.next_cursor
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { items } of this.byPage()) yield* items
  }
}
