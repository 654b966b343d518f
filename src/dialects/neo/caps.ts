import { capUsage } from '../../core/caps/cap-usage.ts'
import { putCap } from '../../core/caps/put-cap.ts'
import { type CapName, removeCap } from '../../core/caps/remove-cap.ts'
import type { Micro } from '../../core/credits.ts'
import { isRefusal, type Refusal } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'
import { capFields } from './convert-cap.ts'

/** What the routes of members, the team's default and projects do to caps, which differ in whom they name. */

type Answer = { readonly cap?: ReturnType<typeof capFields> }

/** The cap and how far it is used, or nothing where there is none. */
export async function readCap({ store, now }: Call, name: CapName): Promise<Answer | Refusal> {
  const usage = await capUsage(store.registry, name, now)
  if (isRefusal(usage)) return usage.refused === 'cap_not_found' ? {} : usage
  return { cap: capFields(usage) }
}

/** In money, for a calendar month. */
export async function setCap(call: Call, name: CapName, limit_micro: Micro): Promise<Answer | Refusal> {
  const terms = { limit_micro, unit: 'money' as const, period: 'month' as const }
  const cap = { ...name, ...terms, by: call.caller.account }
  const put = await call.once(name.account, (registry) => putCap(registry, cap, call.now))
  return isRefusal(put) ? put : readCap(call, name)
}

/** To clear what isn't there is no fault. */
export async function clearCap(call: Call, name: CapName): Promise<Answer | Refusal> {
  const was = await call.once(name.account, (registry) => removeCap(registry, name, call.now))
  return isRefusal(was) && was.refused !== 'cap_not_found' ? was : readCap(call, name)
}
