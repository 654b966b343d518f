import type { Breaches } from './breaches.ts'
import type { Entry, WalletRow } from './rows.ts'

export interface BookTotal {
  readonly credit_type: string
  readonly book: string
  readonly amount_micro: bigint
}

type Sums = Map<string, bigint>

const sumInto = (sums: Sums, book: string, amount: bigint): void => {
  sums.set(book, (sums.get(book) ?? 0n) + amount)
}

/** What the entries of each credit type have moved from book to book, beside what its wallets say. */
export class BookTotals {
  readonly #breaches: Breaches
  readonly #types = new Map<string, { books: Sums; wallets: Sums }>()
  /** The wallet at hand: from book to book, because few ways are taken very often. */
  readonly #ways = new Map<string, Sums>()

  constructor(breaches: Breaches) {
    this.#breaches = breaches
  }

  add({ from, to, amount }: Entry): void {
    const to_book = this.#ways.get(from) ?? new Map<string, bigint>()
    if (to_book.size === 0) this.#ways.set(from, to_book)
    sumInto(to_book, to, amount)
  }

  close({ credit_type, available, held, debt }: WalletRow): void {
    let type = this.#types.get(credit_type)
    if (!type) {
      type = { books: new Map(), wallets: new Map() }
      this.#types.set(credit_type, type)
    }
    for (const [from, sums] of this.#ways)
      for (const [to, amount] of sums) {
        sumInto(type.books, from, -amount)
        sumInto(type.books, to, amount)
      }
    this.#ways.clear()
    sumInto(type.wallets, 'wallet', available)
    sumInto(type.wallets, 'held', held)
    sumInto(type.wallets, 'debt', -debt)
  }

  check(): BookTotal[] {
    const found: BookTotal[] = []
    for (const [credit_type, { books, wallets }] of this.#types) {
      for (const [book, amount_micro] of books) found.push({ credit_type, book, amount_micro })
      const sum = [...books.values()].reduce((all, amount) => all + amount, 0n)
      if (sum !== 0n)
        this.#breaches.add('books_sum_to_zero', '', credit_type, `the books sum to ${sum} millionths`)
      for (const [book, amount] of wallets)
        if ((books.get(book) ?? 0n) !== amount)
          this.#breaches.add(
            'books_sum_to_zero',
            '',
            credit_type,
            `the book ${book} is not what the wallets have`,
          )
    }
    return found
  }
}
