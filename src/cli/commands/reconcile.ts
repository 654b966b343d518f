import type { Check } from '../../../sdk/src/index.ts'
import { reconcile as compareAndHeal, type Reconciled } from '../../core/purchases/reconcile.ts'
import { keepReconciled } from '../../core/purchases/reconciled.ts'
import type { Progress } from '../../core/reports/check.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { CannotStart } from '../../store/migrate/cannot-start.ts'
import { command } from '../command.ts'
import { NoServer } from '../exit.ts'
import { type ProgressBar, progressBar } from '../progress-bar.ts'
import { reachPayments } from '../reach-payments.ts'
import { type ReconciledReport, reportReconciled } from '../report-reconciled.ts'
import { checkByServer } from '../server-check.ts'
import { readSettings } from '../settings.ts'
import { since } from '../since.ts'
import { clientOf } from '../where.ts'
import { withStore } from '../with-store.ts'

export const reconcile = command({
  name: 'reconcile',
  summary: 'Compare purchases with Stripe, put right what is safe, and name the rest',
  about:
    'It has the server that answers here do so, which keeps the result. Where none answers, where DATABASE_URL names\n' +
    'a database, or with --direct, it does so itself. It exits with 1 where something is left to look into.',
  options: {
    since: { value: 'SPAN', help: 'How far back: hours, days or weeks.', usual: '7d' },
    direct: { help: 'Work on the database itself, without the server.' },
  },
  examples: ['reconcile', 'reconcile --since 4w --json'],
  async run({ options, env, out, serverIfAny, no }) {
    const now = Date.now()
    const from = since(options.since, now)
    const where = options.direct ? null : await serverIfAny()
    const body = { kind: 'reconcile', since: options.since } as const
    const bar = progressBar(out)
    const reconciled = where
      ? reportOf(await checkByServer(clientOf(where), body, bar, now - from))
      : withCounts(await directly(env, from, now, bar).finally(() => bar.clear()))
    const agrees = reconciled.difference_count === 0
    out.one(reconciled, [...reportReconciled(reconciled), ...(agrees ? ['Everything agrees.'] : [])])
    if (!agrees) no()
  },
})

function directly(env: NodeJS.ProcessEnv, since: number, now: number, bar: ProgressBar): Promise<Reconciled> {
  return withStore(env, async (store) => {
    const reached = reachPayments(readSettings(env), store)
    if (!reached)
      throw new CannotStart('Set STRIPE_SECRET_KEY, or SCRIP_DATA_DIR as the running server has it.')
    const onProgress = ({ done, of }: Progress) => bar.show(done, of, null)
    const options = { since, heal: true, onProgress }
    const reconciled = await compareAndHeal(reached.buying, options, now).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error
      const hint = reached.local ? ' The local Stripe runs while its server does.' : ''
      throw new NoServer(`${error.message}${hint}`)
    })
    await keepReconciled(store.registry, reconciled, now)
    return reconciled
  })
}

const withCounts = (reconciled: Reconciled): ReconciledReport => ({
  ...reconciled,
  healed_count: reconciled.healed.length,
  difference_count: reconciled.differences.length,
})

function reportOf({ since, counts, findings, finding_count }: Check): ReconciledReport {
  const { payments = 0, purchases = 0, healed = 0 } = counts
  return {
    since: Date.parse(since ?? ''),
    compared: { payments, purchases },
    healed: [],
    healed_count: healed,
    differences: findings.map(({ kind, account, purchase, what }) => ({ kind, account, purchase, what })),
    difference_count: finding_count,
  }
}
