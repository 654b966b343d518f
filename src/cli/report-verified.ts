import { formatCredits } from '../core/credits.ts'
import type { VerifiedLedger } from './verify-direct.ts'
import { reportPayments, type VerifiedPayments } from './verify-payments.ts'

/** These have sentences of their own. */
const HEAD = ['entries', 'wallets', 'waiting']

/** The others in their order; anything that is counted beside these goes by its name. */
const WORDS: Readonly<Record<string, string>> = {
  grants: 'grants',
  debits: 'debits',
  reversals: 'reversals',
  holds: 'holds',
  caps: 'counters of caps',
  purchases: 'purchases',
  revocations: 'revocations',
  seats: 'seats of subscriptions',
  days: 'sums of days',
}

/** How many kinds are named on a line. */
const A_LINE = 3

/** What was proven, for a person: what was looked at, then every breach, or that everything holds. */
export function reportVerified(ledger: VerifiedLedger, payments: VerifiedPayments): string[] {
  const { checked, books, breaches, breach_count, took_ms } = ledger
  const count = (name: string) => number(checked[name] ?? 0)
  const seconds = (took_ms / 1000).toFixed(1)
  const lines = [
    `Checked ${count('entries')} entries of ${count('wallets')} wallets in ${seconds} s:`,
    ...others(checked),
    `  ${count('waiting')} wallets have something due that is still to be posted.`,
    ...books.map(
      ({ credit_type, book, amount_micro }) =>
        `  ${credit_type}: ${book} ${formatCredits(BigInt(amount_micro))}`,
    ),
    ...reportPayments(payments),
  ]
  if (breach_count > 0) lines.push(`${number(breach_count)} breaches:`)
  for (const { invariant, account, credit_type, what } of breaches)
    lines.push([`${invariant}:`, account, credit_type, what].filter((part) => part !== '').join(' '))
  if (breach_count > breaches.length) lines.push(`… and ${number(breach_count - breaches.length)} more`)
  if (breach_count === 0 && payments.agrees) lines.push('Everything holds.')
  return lines
}

function others(checked: VerifiedLedger['checked']): string[] {
  const names = Object.keys({ ...WORDS, ...checked }).filter((name) => !HEAD.includes(name))
  const told = names.map(
    (name) => `${number(checked[name] ?? 0)} ${WORDS[name] ?? name.replaceAll('_', ' ')}`,
  )
  const lines: string[] = []
  for (let i = 0; i < told.length; i += A_LINE) lines.push(`  ${told.slice(i, i + A_LINE).join(', ')}`)
  return lines.map((line, i) => line + (i === lines.length - 1 ? '.' : ','))
}

const number = (count: number): string => count.toLocaleString('en-US')
