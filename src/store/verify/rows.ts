import type { Columns } from './stream.ts'

/** The rows that the replay reads. `n` numbers the wallets; zero means that there is no such wallet. */
export interface Entry {
  readonly n: number
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly from: string
  readonly to: string
  readonly amount: bigint
  readonly grant: string
  readonly available: bigint
  readonly held: bigint
  readonly debt: bigint
  readonly cause: string
}

export interface Usage {
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
}

export interface WalletRow {
  readonly n: number
  readonly account: string
  readonly credit_type: string
  readonly seq: number
  readonly available: bigint
  readonly held: bigint
  readonly debt: bigint
  readonly at: number
  readonly next_due_at: number | null
  /** Whether its account has, or had, a subscription to seats. */
  readonly has_seats: boolean
}

export interface GrantRow {
  readonly n: number
  readonly account: string
  readonly id: string
  readonly amount: bigint
  readonly remaining: bigint
  readonly held: bigint
  readonly revoked: bigint
  readonly state: string
  readonly priority: number
  readonly scope: Usage
  readonly starts_at: number
  readonly expires_at: number | null
  readonly rolling: boolean
  readonly created_at: number
  readonly frozen: bigint
  readonly is_frozen: boolean
  readonly written_off: bigint
  readonly owed: bigint
}

export interface MoveRow {
  readonly n: number
  readonly account: string
  readonly grant: string
  readonly seq: number
  readonly from: number
  readonly to: number
  readonly at: number
}

export interface DebitRow {
  readonly n: number
  readonly account: string
  readonly id: string
  readonly amount: bigint
  readonly reversed: bigint
  readonly usage: Usage
  readonly hold: string | null
  readonly at: number
  readonly first_seq: number
  readonly entry_count: number
  readonly before: bigint
  readonly after: bigint
}

export interface HoldRow {
  readonly n: number
  readonly account: string
  readonly id: string
  readonly amount: bigint
  readonly status: string
  readonly ends_at: number | null
  readonly usage: Usage
  readonly receipt: readonly { readonly grant: string; readonly amount: bigint }[]
  readonly captured: bigint
  readonly debit: string | null
  readonly created_at: number
  readonly ended_at: number | null
}

export interface ReversalRow {
  readonly n: number
  readonly account: string
  readonly id: string
  readonly debit: string
  readonly amount: bigint
  readonly expired: bigint
  readonly at: number
}

const instant = (text: string | null | undefined): number | null => (text == null ? null : Number(text))

/** An entry comes as one column, because there are so many: each column costs something per row. */
export function entryFrom(c: Columns): Entry {
  const [n, seq, at, kind, from, to, amount, grant, available, held, debt, ...cause] = (c[0] as string).split(
    ' ',
  )
  return {
    n: Number(n),
    seq: Number(seq),
    at: Number(at),
    kind: kind as string,
    from: from as string,
    to: to as string,
    amount: BigInt(amount as string),
    grant: grant as string,
    available: BigInt(available as string),
    held: held === '0' ? 0n : BigInt(held as string),
    debt: debt === '0' ? 0n : BigInt(debt as string),
    cause: cause.length === 1 ? (cause[0] as string) : cause.join(' '),
  }
}

export const walletFrom = (c: Columns): WalletRow => ({
  n: Number(c[0]),
  account: c[1] as string,
  credit_type: c[2] as string,
  seq: Number(c[3]),
  available: BigInt(c[4] as string),
  held: BigInt(c[5] as string),
  debt: BigInt(c[6] as string),
  at: Number(c[7]),
  next_due_at: instant(c[8]),
  has_seats: c[9] === 't',
})

const usageFrom = (c: Columns, i: number): Usage => ({
  member: c[i] as string | null,
  project: c[i + 1] as string | null,
  feature: c[i + 2] as string | null,
})

export const grantFrom = (c: Columns): GrantRow => ({
  n: Number(c[0]),
  account: c[1] as string,
  id: c[2] as string,
  amount: BigInt(c[3] as string),
  remaining: BigInt(c[4] as string),
  held: BigInt(c[5] as string),
  revoked: BigInt(c[6] as string),
  state: c[7] as string,
  priority: Number(c[8]),
  scope: usageFrom(c, 9),
  starts_at: Number(c[12]),
  expires_at: instant(c[13]),
  rolling: c[14] === 't',
  created_at: Number(c[15]),
  frozen: BigInt(c[16] as string),
  is_frozen: c[17] === 't',
  written_off: BigInt(c[18] as string),
  owed: BigInt(c[19] as string),
})

export const moveFrom = (c: Columns): MoveRow => ({
  n: Number(c[0]),
  account: c[1] as string,
  grant: c[2] as string,
  seq: Number(c[3]),
  from: Number(c[4]),
  to: Number(c[5]),
  at: Number(c[6]),
})

/** Of a debit, too, all that can hold no spaces comes as one column. */
export function debitFrom(c: Columns): DebitRow {
  const [n, id, amount, reversed, at, first_seq, entry_count, before, after, account] = (
    c[0] as string
  ).split(' ')
  return {
    n: Number(n),
    account: account as string,
    id: id as string,
    amount: BigInt(amount as string),
    reversed: reversed === '0' ? 0n : BigInt(reversed as string),
    usage: usageFrom(c, 2),
    hold: c[1] as string | null,
    at: Number(at),
    first_seq: Number(first_seq),
    entry_count: Number(entry_count),
    before: BigInt(before as string),
    after: BigInt(after as string),
  }
}

export const holdFrom = (c: Columns): HoldRow => ({
  n: Number(c[0]),
  account: c[1] as string,
  id: c[2] as string,
  amount: BigInt(c[3] as string),
  status: c[4] as string,
  ends_at: instant(c[5]),
  usage: usageFrom(c, 6),
  receipt: (c[9] as string).split(',').map((part) => {
    const [grant = '', amount = '0'] = part.split(':')
    return { grant, amount: BigInt(amount) }
  }),
  captured: BigInt(c[10] as string),
  debit: c[11] as string | null,
  created_at: Number(c[12]),
  ended_at: instant(c[13]),
})

export const reversalFrom = (c: Columns): ReversalRow => ({
  n: Number(c[0]),
  account: c[1] as string,
  id: c[2] as string,
  debit: c[3] as string,
  amount: BigInt(c[4] as string),
  expired: BigInt(c[5] as string),
  at: Number(c[6]),
})
