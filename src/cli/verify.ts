import { parseArgs } from 'node:util'
import { formatCredits } from '../core/credits.ts'
import { type Progress, type Verified, verify } from '../store/verify/verify.ts'
import type { Command } from './commands.ts'
import { reachDatabase } from './database.ts'
import { readSettings } from './settings.ts'
import { since } from './since.ts'
import { reportPayments, type VerifiedPayments, verifyPayments } from './verify-payments.ts'

export const verifyCommand: Command = {
  summary: 'Prove on live data what must always be true of the ledger, and compare it with Stripe',
  usage: '[--since 30d] [--json]',
  async run(args, env) {
    const { values } = parseArgs({
      args,
      options: { json: { type: 'boolean', default: false }, since: { type: 'string', default: '30d' } },
    })
    const now = Date.now()
    const from = since(values.since, now)
    const settings = readSettings(env)
    const { embedded, server } = await reachDatabase(settings, () => {})
    const bar = process.stderr.isTTY ? progressBar() : undefined
    try {
      const began = performance.now()
      const verified = await verify(server, { now, ...(bar && { onProgress: bar.show }) })
      bar?.clear()
      const seconds = (performance.now() - began) / 1000
      const payments = await verifyPayments(settings, server, from, now)
      process.stdout.write(
        values.json
          ? `${JSON.stringify({ ...verified, payments }, amountsAsText)}\n`
          : reportOf(verified, payments, seconds),
      )
      if (verified.breach_count > 0 || !payments.agrees) process.exitCode = 1
    } finally {
      bar?.clear()
      await embedded?.stop()
    }
  },
}

function reportOf(verified: Verified, payments: VerifiedPayments, seconds: number): string {
  const { checked, books, breaches, breach_count } = verified
  const lines = [
    `Checked ${number(checked.entries)} entries of ${number(checked.wallets)} wallets in ${seconds.toFixed(1)} s:`,
    `  ${number(checked.grants)} grants, ${number(checked.debits)} debits, ${number(checked.reversals)} reversals,`,
    `  ${number(checked.holds)} holds, ${number(checked.caps)} counters of caps, ${number(checked.purchases)} purchases,`,
    `  ${number(checked.seats)} seats of subscriptions.`,
    `  ${number(checked.waiting)} wallets have something due that is still to be posted.`,
    ...books.map(
      ({ credit_type, book, amount_micro }) => `  ${credit_type}: ${book} ${formatCredits(amount_micro)}`,
    ),
    ...reportPayments(payments),
  ]
  if (breach_count > 0) lines.push(`${number(breach_count)} breaches:`)
  for (const { invariant, account, credit_type, what } of breaches)
    lines.push([`${invariant}:`, account, credit_type, what].filter((part) => part !== '').join(' '))
  if (breach_count > breaches.length) lines.push(`… and ${number(breach_count - breaches.length)} more`)
  if (breach_count === 0 && payments.agrees) lines.push('Everything holds.')
  return `${lines.join('\n')}\n`
}

const number = (count: number): string => count.toLocaleString('en-US')

const WIDTH = 30
const EVERY_MS = 100

/** A line that is drawn over and over, on a terminal only. */
function progressBar() {
  let drawn = Number.NEGATIVE_INFINITY
  return {
    show({ entries, of }: Progress) {
      if (performance.now() - drawn < EVERY_MS) return
      drawn = performance.now()
      const part = of === 0 ? 1 : Math.min(entries / of, 1)
      const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░')
      process.stderr.write(
        `\r\x1b[K${bar} ${Math.floor(part * 100)} % of ${of.toLocaleString('en-US')} entries`,
      )
    },
    clear() {
      if (drawn > 0) process.stderr.write('\r\x1b[K')
      drawn = Number.NEGATIVE_INFINITY
    },
  }
}

const amountsAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
