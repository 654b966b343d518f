import type { Payments } from '../../core/purchases/payments.ts'
import { abandon } from './abandon.ts'
import { defaultCard, detach, paymentMethods, setDefault } from './cards.ts'
import { charge } from './charge.ts'
import { openCheckout } from './checkout.ts'
import { customer, reach } from './customer.ts'
import { openDesk, type StripeOptions } from './desk.ts'
import { event, eventsSince } from './event.ts'
import { invoices } from './invoices.ts'
import { leastOf, mostOf } from './least.ts'
import { look } from './look.ts'
import { refund } from './refund.ts'
import { openSetup } from './setup.ts'
import { takenSince } from './taken.ts'

/** Payments by Stripe. */
export function stripePayments(options: StripeOptions): Payments {
  const desk = openDesk(options)
  return {
    least: leastOf,
    most: mostOf,
    live: /^[sr]k_live_/.test(options.secretKey),
    taxes: desk.automatic_tax,
    customer: (input) => customer(desk, input),
    reach: (owner, email) => reach(desk, owner, email),
    paymentMethods: (owner) => paymentMethods(desk, owner),
    defaultCard: (owner) => defaultCard(desk, owner),
    setDefault: (owner, id) => setDefault(desk, owner, id),
    detach: (owner, id) => detach(desk, owner, id),
    openSetup: (owner, input) => openSetup(desk, owner, input),
    openCheckout: (order) => openCheckout(desk, order),
    charge: async (order) => charge(desk, order),
    look: async (order) => (await look(desk, order)).facts,
    abandon: (order) => abandon(desk, order),
    refund: (order, asked) => refund(desk, order, asked),
    invoices: (owner, limit, after) => invoices(desk, owner, limit, after),
    event: (body, signature, now) => event(desk, body, signature, now),
    eventsSince: (since) => eventsSince(desk, since),
    takenSince: (since) => takenSince(desk, since),
  }
}
