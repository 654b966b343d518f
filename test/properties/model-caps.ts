import type { Scope } from '../../src/core/ledger/grant.ts'
import type { ModelHold } from './model-wallet.ts'

export interface ModelCap {
  readonly subject: 'account' | 'member' | 'project' | 'key'
  readonly subject_id: string
  readonly limit: bigint
  readonly unit: 'credits' | 'money'
  readonly period: 'day' | 'month' | 'total'
}

export interface ModelDebit {
  readonly id: string
  readonly credit_type: string
  readonly amount: bigint
  readonly usage: Scope
  readonly api_key: string | null
  readonly price: bigint | null
  readonly at: number
  readonly draws: readonly { readonly grant: string; readonly amount_micro: bigint }[]
  /** The hold whose capture it is. */
  readonly hold: ModelHold | null
  reversed: bigint
}

/** So much, burned then. */
interface Burn {
  readonly at: number
  readonly credits: bigint
  readonly money: bigint
}

export interface Burner {
  readonly account: string
  readonly usage: Scope
  readonly api_key: string | null
}

export const worth = (amount: bigint, price: bigint | null): bigint =>
  (amount * (price ?? 0n) + 500_000n) / 1_000_000n

/** What was captured within a hold burned when that was made; who took more burned all of it at the capture. */
export function burnOf({ amount, reversed, price, hold, at }: ModelDebit): Burn {
  const kept = amount - reversed
  const within = hold !== null && amount <= hold.amount
  return { at: within ? hold.created_at : at, credits: kept, money: worth(kept, price) }
}

function startOf(period: ModelCap['period'], at: number): number {
  const day = new Date(at).toISOString().slice(0, 10)
  if (period === 'day') return Date.parse(`${day}T00:00:00Z`)
  return period === 'month' ? Date.parse(`${day.slice(0, 7)}-01T00:00:00Z`) : 0
}

const idOf = ({ account, usage, api_key }: Burner, subject: ModelCap['subject']): string | null =>
  ({ account, member: usage.member, project: usage.project, key: api_key })[subject]

/** The cap that somebody meets for one kind of subject: the own one, else for a member the default. */
export function capFor(
  caps: readonly ModelCap[],
  burner: Burner,
  subject: ModelCap['subject'],
): ModelCap | undefined {
  const id = idOf(burner, subject)
  const named = (name: string) => caps.find((cap) => cap.subject === subject && cap.subject_id === name)
  if (id === null) return undefined
  return named(id) ?? (subject === 'member' ? named('*') : undefined)
}

/** What somebody has burned under a cap in the period that `at` lies in: a sum over all debits and open holds. */
export function usedUnder(
  cap: ModelCap,
  burner: Burner,
  at: number,
  debits: readonly ModelDebit[],
  holds: readonly ModelHold[],
): bigint {
  const { account } = burner
  const id = idOf(burner, cap.subject)
  const isTheirs = (other: Omit<Burner, 'account'>) => idOf({ account, ...other }, cap.subject) === id
  const open = holds.filter((hold) => hold.status === 'open' && isTheirs(hold))
  const burns = [
    ...debits.filter(isTheirs).map(burnOf),
    ...open.map(({ created_at: at, amount, price }) => ({
      at,
      credits: amount,
      money: worth(amount, price),
    })),
  ]
  const start = startOf(cap.period, at)
  return burns.filter((burn) => burn.at >= start).reduce((all, burn) => all + burn[cap.unit], 0n)
}
