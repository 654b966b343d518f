import { parseArgs } from 'node:util'
import { reconcile } from '../core/purchases/reconcile.ts'
import { keepReconciled } from '../core/purchases/reconciled.ts'
import { Unavailable } from '../core/unavailable.ts'
import { CannotStart } from '../store/cannot-start.ts'
import type { Command } from './commands.ts'
import { reachPayments } from './reach-payments.ts'
import { reportReconciled } from './report-reconciled.ts'
import { readSettings } from './settings.ts'
import { since } from './since.ts'
import { withStore } from './with-store.ts'

export const reconcileCommand: Command = {
  summary: 'Compare purchases with Stripe, put right what is safe, and name the rest',
  usage: '[--since 7d] [--json]',
  async run(args, env) {
    const { values } = parseArgs({
      args,
      options: { json: { type: 'boolean', default: false }, since: { type: 'string', default: '7d' } },
    })
    const now = Date.now()
    const options = { since: since(values.since, now), heal: true }
    await withStore(env, async (store) => {
      const reached = reachPayments(readSettings(env), store)
      if (!reached)
        throw new CannotStart('Set STRIPE_SECRET_KEY, or SCRIP_DATA_DIR as the running server has it.')
      const reconciled = await reconcile(reached.buying, options, now).catch((error: unknown) => {
        if (!(error instanceof Unavailable)) throw error
        throw new CannotStart(
          `${error.message}${reached.local ? ' The local Stripe runs while its server does.' : ''}`,
        )
      })
      await keepReconciled(store.registry, reconciled, now)
      const agrees = reconciled.differences.length === 0
      const lines = [...reportReconciled(reconciled), ...(agrees ? ['Everything agrees.'] : [])]
      process.stdout.write(values.json ? `${JSON.stringify(reconciled)}\n` : `${lines.join('\n')}\n`)
      if (!agrees) process.exitCode = 1
    })
  },
}
