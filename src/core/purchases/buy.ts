import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import { begunUnder } from '../once-begun.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { Unavailable } from '../unavailable.ts'
import type { Bought, Buying, BuyRequest } from './buying.ts'
import { driven } from './drive.ts'
import { planPurchase } from './plan-purchase.ts'
import { isUnknown, type Purchase, type Transition } from './purchase.ts'
import { surelyWritten } from './surely-written.ts'
import { orRefused } from './why-not.ts'

/**
 * Buys credits. The purchase is written down before any money moves, so whatever is cut off from then on is found again
 * and finished: by the same call, or by the jobs. A call that comes again, with its key or as the same attempt while
 * nobody was told how the first one ended, finds its purchase and never makes another.
 */
export async function buy(buying: Buying, request: BuyRequest, now: Instant): Promise<Bought | Refusal> {
  // Counted before anything else: what is made from now on was made while this call was under way.
  const attempts = request.once
    ? undefined
    : await buying.store.registry.attempts(request.account, request.attempt)
  const begun = (await begunBefore(buying, request, now)) ?? (await begin(buying, request, attempts, now))
  if (isRefusal(begun)) return begun
  const purchase = await driven(buying, begun.purchase, 'buy', now)
  // Where this can't be written, the same call is only told of this purchase once more.
  if (isUnknown(purchase) || purchase.attempt === null) return { ...begun, purchase }
  await buying.store.registry.endAttempt(purchase.account, purchase.id).catch(() => {})
  return { ...begun, purchase: { ...purchase, attempt: null } }
}

/** How long an outcome that nobody was told waits for the same call to come again. */
const UNTOLD_MS = 3_600_000

/** What is kept under a caller's key. */
interface Kept {
  readonly purchase: string
}

async function begunBefore(
  { store }: Buying,
  { account, once, attempt }: BuyRequest,
  now: Instant,
): Promise<Bought | Refusal | null> {
  if (!once) {
    const same = await store.registry.attempted(account, attempt)
    if (!same) return null
    if (isUnknown(same) || same.updated_at > now - UNTOLD_MS) return { purchase: same, replayed: true }
    await store.registry.endAttempt(account, same.id)
    return null
  }
  const answer = await begunUnder<Kept>(store, once, now)
  if (!answer || isRefusal(answer)) return answer
  return { purchase: await kept(store, account, answer), replayed: true }
}

/** A refusal comes before anything was written, so it isn't kept: the call may come again once its cause is gone. */
async function begin(
  buying: Buying,
  request: BuyRequest,
  attempts: number | undefined,
  now: Instant,
): Promise<Bought | Refusal> {
  const { store } = buying
  const account = await store.registry.account(request.account)
  if (!account) return noAccount(request.account)
  const plan = await planPurchase(buying, account, request, now).catch(orRefused)
  if (isRefusal(plan)) return plan
  const { account: whose, id } = plan
  const write = () =>
    store.once<Kept>(request.once, now, async (registry) => {
      const written = await registry.insertPurchase(plan, beginnings(plan), attempts)
      return { purchase: written === 'inserted' ? id : written.id }
    })
  const written = async () =>
    (await store.registry.purchase(whose, id)) && { answer: { purchase: id }, replayed: false }
  const { answer } = await surelyWritten(write, written)
  if (isRefusal(answer)) return answer
  if (answer.purchase === id) return { purchase: plan, replayed: false }
  return { purchase: await kept(store, whose, answer), replayed: true }
}

export function beginnings({
  account,
  id: purchase,
  state,
  created_at: at,
}: Purchase): readonly Transition[] {
  const pending = { account, purchase, seq: 1, from: null, to: 'pending', cause: 'buy', at } as const
  if (state === 'pending') return [pending]
  return [pending, { account, purchase, seq: 2, from: 'pending', to: state, cause: 'charge', at }]
}

async function kept(
  { registry }: Buying['store'],
  account: string,
  { purchase: id }: Kept,
): Promise<Purchase> {
  const purchase = await registry.purchase(account, id)
  if (!purchase) throw new Unavailable(`The purchase ${id} can not be read just now. Try again.`)
  return purchase
}
