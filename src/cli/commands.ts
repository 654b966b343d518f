import { accounts } from './commands/accounts.ts'
import { balance } from './commands/balance.ts'
import { caps } from './commands/caps.ts'
import { clock } from './commands/clock.ts'
import { creditTypes } from './commands/credit-types.ts'
import { debits } from './commands/debits.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { entries } from './commands/entries.ts'
import { grants } from './commands/grants.ts'
import { holds } from './commands/holds.ts'
import { keys } from './commands/keys.ts'
import { members } from './commands/members.ts'
import { migrate } from './commands/migrate.ts'
import { plans } from './commands/plans.ts'
import { portal } from './commands/portal.ts'
import { prices } from './commands/prices.ts'
import { purchases } from './commands/purchases.ts'
import { reconcile } from './commands/reconcile.ts'
import { seats } from './commands/seats.ts'
import { subscriptions } from './commands/subscriptions.ts'
import { usage } from './commands/usage.ts'
import { verify } from './commands/verify.ts'
import { webhooks } from './commands/webhooks.ts'
import type { StartSandbox } from './local-stripe.ts'
import type { Commands } from './parse-call.ts'
import { type Listen, serveCommand } from './serve.ts'

/** Every `scrip` command by its name, in the order in which the help tells them. */
export function commandTable(listen: Listen, startSandbox: StartSandbox): Commands {
  const all = [
    serveCommand(listen, startSandbox),
    doctor,
    migrate,
    accounts,
    members,
    creditTypes,
    prices,
    plans,
    balance,
    grants,
    debits,
    holds,
    caps,
    usage,
    entries,
    purchases,
    subscriptions,
    seats,
    portal,
    keys,
    webhooks,
    verify,
    reconcile,
    clock,
    demo,
  ]
  return Object.fromEntries(all.map((one) => [one.name, one]))
}
