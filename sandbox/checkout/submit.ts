import type { CardEntry } from '../cards/check-number.ts'
import { checkNumber } from '../cards/check-number.ts'
import { fullAddress } from '../customers/address.ts'
import { customerOf, newCustomer } from '../customers/customer.ts'
import { type IntentDetails, intentOf, newIntent } from '../payment-intents/intent.ts'
import { pay } from '../payment-intents/pay.ts'
import { newMethod } from '../payment-methods/method.ts'
import { setUp } from '../setup-intents/confirm.ts'
import { setupOf } from '../setup-intents/intent.ts'
import type { Customer, PaymentIntent, PaymentMethod, Session } from '../wire.ts'
import type { Work } from '../work.ts'
import { detailsOf, successUrl } from './session.ts'

/** What the buyer entered on the page. */
export interface Entry {
  email: string
  name: string
  country: string
  postal_code: string
  card: CardEntry
}

/** Where the buyer is sent, or what the page has to say. */
export type Submitted = { to: string } | { declined: string }

export function submit(work: Work, session: Session, entry: Entry): Submitted {
  const address = fullAddress({ country: entry.country || null, postal_code: entry.postal_code || null })
  const { email, name, card } = entry
  const method = newMethod(work, checkNumber(card, work.now), {
    ...card,
    billing: { address, email, name },
    allow_redisplay: 'limited',
  })
  const customer = payer(work, session, entry)
  session.customer_details = detailsOf(customer?.email ?? email, customer?.name ?? name, address)
  if (customer !== undefined) update(work, session, customer, address, name)
  work.objects.save(session)
  return session.mode === 'setup'
    ? save(work, session, method, customer)
    : charge(work, session, method, customer)
}

/** The session's customer; one is made where the payment needs it. */
function payer(work: Work, session: Session, { email, name }: Entry): Customer | undefined {
  if (session.customer !== null) return customerOf(work, session.customer)
  const intent = intended(work, session)
  const needed =
    session.customer_creation === 'always' || session.invoice_creation?.enabled || intent.setup_future_usage
  if (!needed) return undefined
  const customer = newCustomer(work, { email, name })
  session.customer = customer.id
  work.emit('customer.created', customer)
  return customer
}

function update(
  work: Work,
  session: Session,
  customer: Customer,
  address: Customer['address'],
  name: string,
): void {
  const updates = JSON.parse(String(work.objects.hidden(session.id).updates ?? '{}'))
  const email = session.customer_details?.email ?? null
  const past = JSON.stringify(customer)
  if (updates.address === 'auto' || customer.address === null) customer.address = address ?? null
  if (updates.name === 'auto' || !customer.name) customer.name = name
  customer.email ??= email
  if (JSON.stringify(customer) === past) return
  work.objects.save(customer)
  work.emit('customer.updated', customer)
}

function charge(
  work: Work,
  session: Session,
  method: PaymentMethod,
  customer: Customer | undefined,
): Submitted {
  const intent = intentFor(work, session)
  intent.customer = customer?.id ?? null
  const return_url = `${work.url}/c/return/${session.id}`
  const attempted = pay(work, intent, method, { present: true, return_url })
  if (attempted.outcome === 'declined') return { declined: attempted.error.message }
  return { to: intent.next_action?.redirect_to_url?.url ?? successUrl(session) }
}

const intended = ({ objects }: Work, session: Session): Partial<IntentDetails> =>
  JSON.parse(String(objects.hidden(session.id).intent ?? '{}'))

/** One intent for all attempts to pay a session. */
function intentFor(work: Work, session: Session): PaymentIntent {
  if (session.payment_intent !== null) return intentOf(work, session.payment_intent)
  const { amount_total, currency } = session
  const intent = newIntent(work, {
    ...intended(work, session),
    amount: amount_total ?? 0,
    currency: currency ?? 'usd',
  })
  work.objects.hide(intent.id, { session: session.id })
  session.payment_intent = intent.id
  work.objects.save(session)
  return intent
}

function save(
  work: Work,
  session: Session,
  method: PaymentMethod,
  customer: Customer | undefined,
): Submitted {
  const setup = setupOf(work, session.setup_intent ?? '')
  setup.customer = customer?.id ?? null
  const done = setUp(work, setup, method, { return_url: `${work.url}/c/return/${session.id}` })
  if (done.outcome === 'declined') return { declined: done.error.message }
  return { to: setup.next_action?.redirect_to_url?.url ?? successUrl(session) }
}
