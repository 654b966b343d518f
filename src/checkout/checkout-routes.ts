import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { ID_PATTERN } from '../core/accounts/account.ts'
import { ownTime } from '../core/accounts/own-time.ts'
import type { Instant } from '../core/instant.ts'
import type { Buying } from '../core/purchases/buying.ts'
import { lookAgain } from '../core/purchases/look-again.ts'
import { isUnknown, type Purchase, wasPaid } from '../core/purchases/purchase.ts'
import { POLICY } from '../http/house-routes.ts'
import { type CheckoutPage, checkoutPage } from './checkout-page.ts'
import { checkoutStyle } from './checkout-style.ts'

interface Named {
  readonly Params: { readonly account: string; readonly purchase: string }
}

const ID = new RegExp(ID_PATTERN)

/**
 * Where a buyer comes back to from a hosted page, without a key: who knows the purchase's id may see how it went, and
 * nothing else of it. The only other place that one is sent to is the one that was stored with the purchase.
 */
export function addCheckoutRoutes(app: FastifyInstance, buying: Buying, log: Logger): void {
  app.setErrorHandler((error, { id }, reply) => {
    log.error({ request_id: id, err: error }, 'a checkout page failed')
    return show(reply, 'away')
  })
  const { registry } = buying.store
  const config = { operation: 'checkout_return' }
  const mayLook = everySecond()
  const find = ({ account, purchase }: Named['Params']): Promise<Purchase | null> =>
    ID.test(account) && ID.test(purchase) ? registry.purchase(account, purchase) : Promise.resolve(null)

  app.get<Named>('/checkout/:account/:purchase', { config }, async (request, reply) => {
    const found = await find(request.params)
    if (!found) return show(reply, 'unknown')
    const purchase = mayLook(found, request.now) ? await fresh(buying, found, request, log) : found
    if (!purchase) return show(reply, 'confirming')
    const { success_url } = purchase
    const hasPaid = wasPaid(purchase.state) || purchase.state === 'charging'
    return hasPaid && success_url !== null ? send(reply, success_url) : show(reply, pageOf(purchase))
  })

  app.get<Named>('/checkout/:account/:purchase/cancelled', { config }, async (request, reply) => {
    const purchase = await find(request.params)
    if (!purchase) return show(reply, 'unknown')
    if (purchase.state !== 'awaiting_checkout') return show(reply, pageOf(purchase))
    return purchase.cancel_url === null ? show(reply, 'cancelled') : send(reply, purchase.cancel_url)
  })

  app.get('/checkout/style.css', { config }, (_request, reply) =>
    reply
      .header('Content-Type', 'text/css; charset=utf-8')
      .header('X-Content-Type-Options', 'nosniff')
      .send(checkoutStyle),
  )
}

/** The purchase as it is now; null where nobody can be asked, so that nothing can be said of it either. */
async function fresh(
  buying: Buying,
  purchase: Purchase,
  { id, now }: FastifyRequest,
  log: Logger,
): Promise<Purchase | null> {
  try {
    return await lookAgain(
      buying,
      purchase,
      'return_page',
      await ownTime(buying.store, purchase.account, now),
    )
  } catch (error) {
    log.warn({ request_id: id, purchase: purchase.id, err: error }, 'a payment could not be looked at')
    return null
  }
}

const LOOK_EVERY_MS = 1_000
const MAX_REMEMBERED = 1_000

/** Whether a purchase still waits to be paid. A page that is loaded again and again makes us ask but once a second. */
function everySecond(): (purchase: Purchase, now: Instant) => boolean {
  const looks = new Map<string, Instant>()
  return (purchase, now) => {
    const isOpen = purchase.state === 'awaiting_checkout' || isUnknown(purchase)
    if (!isOpen || now - (looks.get(purchase.id) ?? 0) < LOOK_EVERY_MS) return false
    if (looks.size >= MAX_REMEMBERED) looks.clear()
    looks.set(purchase.id, now)
    return true
  }
}

function pageOf({ state }: Purchase): CheckoutPage {
  if (state === 'refunded' || state === 'lost') return 'returned'
  if (wasPaid(state)) return 'paid'
  if (state === 'awaiting_checkout') return 'waiting'
  return state === 'pending' || state === 'charging' ? 'confirming' : 'unpaid'
}

const STATUSES: { readonly [page in CheckoutPage]?: number } = { unknown: 404, away: 503 }

function show(reply: FastifyReply, page: CheckoutPage): FastifyReply {
  return guarded(reply)
    .code(STATUSES[page] ?? 200)
    .header('Content-Type', 'text/html; charset=utf-8')
    .send(checkoutPage(page))
}

/** As a browser would write it, so that no letter of it is one that a header can't hold. */
const send = (reply: FastifyReply, url: string): FastifyReply =>
  guarded(reply).redirect(new URL(url).href, 303)

/** The address names a purchase, so it is told to nobody, and what it answers is kept by nobody. */
const guarded = (reply: FastifyReply): FastifyReply =>
  reply
    .header('X-Content-Type-Options', 'nosniff')
    .header('Content-Security-Policy', POLICY)
    .header('Referrer-Policy', 'no-referrer')
    .header('Cache-Control', 'no-store')
