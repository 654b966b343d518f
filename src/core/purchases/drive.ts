import type { Instant } from '../instant.ts'
import type { Buying } from './buying.ts'
import { type Facts, noFacts } from './facts.ts'
import { patiently, within } from './patience.ts'
import { PaymentRefused, type Payments } from './payments.ts'
import { isUnknown, type Purchase } from './purchase.ts'
import { settle } from './settle-purchase.ts'
import { orderOf, sideOf } from './side.ts'

/** What this process is bringing on. Calls for one purchase share one drive; between processes the payment's key does it. */
const underWay = new WeakMap<Payments, Map<string, Promise<Purchase>>>()

/**
 * Brings a purchase whose outcome nobody knows to its outcome: does what is still to be done, or finds what was done by
 * a call that was cut off, and settles it. Everything it does goes under keys of the purchase, so it may be repeated.
 */
export function drive(buying: Buying, purchase: Purchase, cause: string, now: Instant): Promise<Purchase> {
  const drives = underWay.get(buying.payments) ?? new Map<string, Promise<Purchase>>()
  underWay.set(buying.payments, drives)
  const name = nameOf(purchase.account, purchase.id)
  const known = drives.get(name)
  if (known) return known
  const driving = step(buying, purchase, cause, now).finally(() => drives.delete(name))
  drives.set(name, driving)
  return driving
}

/** How long whoever is told of a purchase leaves it to the drive that is under way, which knows as much and more. */
const LEAVE_MS = 500

/** What a drive in this process makes of a purchase; null where there is none, or it takes long. */
export async function drivenElsewhere(
  { payments }: Buying,
  account: string,
  id: string,
): Promise<Purchase | null> {
  const driving = underWay.get(payments)?.get(nameOf(account, id))
  return driving
    ? within(
        LEAVE_MS,
        driving.catch(() => null),
      )
    : null
}

const nameOf = (account: string, id: string): string => `${account} ${id}`

/**
 * Drives a purchase, and answers how far it is when its caller can't be kept waiting any longer. Money may have moved
 * by then, so whatever goes wrong is no failure of the call: the purchase says that its outcome isn't known, and the
 * jobs go on with it, and tell what is wrong.
 */
export async function driven(
  buying: Buying,
  purchase: Purchase,
  cause: string,
  now: Instant,
): Promise<Purchase> {
  if (!isUnknown(purchase)) return purchase
  const done = new AbortController()
  const look_ms = cause === 'renewal' ? SELDOM_MS : LOOK_MS
  const driving = patiently(() => drive(buying, purchase, cause, now))
  const outcome = await Promise.race([driving, toldElsewhere(buying, purchase, done.signal, look_ms)])
  done.abort()
  if (outcome) return outcome
  const known = buying.store.registry.purchase(purchase.account, purchase.id)
  return (await known.catch(() => null)) ?? purchase
}

const LOOK_MS = 250
/** The same where nobody waits for it: renewals come by the thousand. */
const SELDOM_MS = 2_000

/** A webhook or a job may settle it while the payment's answer to us hangs. Never ends where that doesn't happen. */
async function toldElsewhere(
  { store: { registry } }: Buying,
  { account, id }: Purchase,
  signal: AbortSignal,
  look_ms: number,
): Promise<Purchase> {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, look_ms))
    if (signal.aborted) break
    const purchase = await registry.purchase(account, id).catch(() => null)
    if (purchase && !isUnknown(purchase)) return purchase
  }
  return new Promise(() => {})
}

async function step(buying: Buying, purchase: Purchase, cause: string, now: Instant): Promise<Purchase> {
  const facts = await pay(buying, purchase, now).catch((error) => refusedFacts(error, purchase))
  return settle(buying, purchase, facts, cause, now)
}

async function pay(buying: Buying, purchase: Purchase, now: Instant): Promise<Facts> {
  const order = await orderOf(buying, purchase)
  const side = sideOf(buying, purchase, now)
  return purchase.paying_by === 'checkout' ? side.openCheckout(order) : side.charge(order)
}

/** What the payment's side won't do, it has not done. */
function refusedFacts(error: unknown, { facts }: Purchase): Facts {
  if (!(error instanceof PaymentRefused)) throw error
  const failure = { code: error.code, message: error.message }
  return { ...noFacts(facts.asked_at), payment: 'failed', failure }
}
