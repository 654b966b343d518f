import { type Check, toMicro } from '../../../sdk/src/index.ts'
import { command } from '../command.ts'
import type { Out } from '../out.ts'
import { type ProgressBar, progressBar } from '../progress-bar.ts'
import { reportVerified } from '../report-verified.ts'
import { checkByServer } from '../server-check.ts'
import { readSettings } from '../settings.ts'
import { since } from '../since.ts'
import { comparePayments, type VerifiedAll, type VerifiedLedger, verifyDirectly } from '../verify-direct.ts'
import { skipped, type VerifiedPayments, type VerifyWish } from '../verify-payments.ts'
import { clientOf, type FoundServer } from '../where.ts'

export const verify = command({
  name: 'verify',
  summary: 'Prove on live data what must always be true of the ledger, and compare it with Stripe',
  about:
    'It has the server that answers here prove it, which keeps the result. Where none answers, where DATABASE_URL names\n' +
    'a database, or with --direct, it reads the database itself. It changes nothing, and exits with 1 at a breach.',
  options: {
    since: { value: 'SPAN', help: 'How far back payments are compared: hours, days or weeks.', usual: '30d' },
    direct: { help: 'Read the database itself, without the server.' },
  },
  examples: ['verify', 'verify --since 7d --json'],
  async run({ options, env, out, serverIfAny, no }) {
    const now = Date.now()
    const wish = { since: since(options.since, now), now }
    const where = options.direct ? null : await serverIfAny()
    const bar = progressBar(out)
    const { ledger, payments } = where
      ? await byServer(where, wish, env, bar)
      : await verifyDirectly(readSettings(env), wish, bar)
    say(out, { ledger, payments })
    if (ledger.breach_count > 0 || !payments.agrees) no()
  },
})

function say(out: Out, { ledger, payments }: VerifiedAll) {
  out.one({ ...ledger, payments }, reportVerified(ledger, payments))
}

/**
 * The server proves the ledger. What the ledger has of payments is compared here and not there, because a server that
 * compares also puts right what it can, and this has to change nothing.
 */
async function byServer(
  where: FoundServer,
  wish: VerifyWish,
  env: NodeJS.ProcessEnv,
  bar: ProgressBar,
): Promise<VerifiedAll> {
  const check = await checkByServer(clientOf(where), { kind: 'verify' }, bar)
  const payments: VerifiedPayments = where.isNamed
    ? skipped('the server was named, and its database is not known here; `scrip reconcile` asks it to', true)
    : await comparePayments(readSettings(env), wish, bar)
  return { ledger: ledgerOf(check), payments }
}

function ledgerOf({ counts, books, findings, finding_count, started_at, ended_at }: Check): VerifiedLedger {
  return {
    checked: counts,
    books: books.map(({ amount, ...sum }) => ({ ...sum, amount_micro: String(toMicro(amount)) })),
    breaches: findings.map(({ kind, account, credit_type, what }) => ({
      invariant: kind,
      account: account ?? '',
      credit_type: credit_type ?? '',
      what,
    })),
    breach_count: finding_count,
    took_ms: Date.parse(ended_at ?? '') - Date.parse(started_at ?? ''),
  }
}
