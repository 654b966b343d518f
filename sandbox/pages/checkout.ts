import { shown } from '../amounts.ts'
import { lineItemsOf } from '../checkout/line-items.ts'
import { successUrl } from '../checkout/session.ts'
import { type Entry, submit } from '../checkout/submit.ts'
import type { Sandbox } from '../sandbox.ts'
import type { LineItem, Session } from '../wire.ts'
import type { Work } from '../work.ts'
import type { PageAnswer, PageCall } from './answer.ts'
import { readCard, type Wrong, wrongOf } from './card-fields.ts'
import { checkoutForm, type Filled } from './checkout-form.ts'
import { type Html, html } from './html.ts'
import { badge, layout, notice, SELLER } from './layout.ts'

const NOTHING = { status: 404, html: notice('No such page', 'This checkout does not exist.') }

/** The hosted checkout: shows what is bought, takes the card, and sends the buyer back. */
export function checkoutPage(sandbox: Sandbox, call: PageCall): PageAnswer {
  const origin = { method: call.method, path: call.path, request: { id: null, idempotency_key: null } }
  const outcome = sandbox.work(origin, (work): PageAnswer => {
    const session = work.objects.find('checkout.session', call.parts[0] ?? '')
    if (session === undefined) return NOTHING
    if (session.status !== 'open') return ended(session)
    return call.method === 'POST' ? submitted(work, session, call.form) : page(work, session, {})
  })
  if (outcome.ok) return outcome.value
  // What a card's own digits are wrong about undid the rest, and is said at its field.
  const wrong = wrongOf(outcome.error)
  return sandbox.do((work) => {
    const session = work.objects.find('checkout.session', call.parts[0] ?? '')
    return session === undefined ? NOTHING : page(work, session, { wrong, filled: filledOf(call.form) })
  })
}

/** Where the bank's page sends the buyer back to. */
export function checkoutReturn(sandbox: Sandbox, call: PageCall): PageAnswer {
  return sandbox.do((work) => {
    const session = work.objects.find('checkout.session', call.parts[0] ?? '')
    if (session === undefined) return NOTHING
    if (session.status === 'complete') return { to: successUrl(session) }
    if (session.status !== 'open') return ended(session)
    const intent = work.objects.find('payment_intent', session.payment_intent ?? '')
    const setup = work.objects.find('setup_intent', session.setup_intent ?? '')
    const error = intent?.last_payment_error ?? setup?.last_setup_error
    return page(work, session, { declined: error?.message ?? 'The payment was not completed.' })
  })
}

function submitted(work: Work, session: Session, form: URLSearchParams): PageAnswer {
  const filled = filledOf(form)
  const { card, wrong } = readCard(form)
  const known = work.objects.find('customer', session.customer ?? '')
  const email = session.customer_email ?? known?.email ?? filled.email
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    wrong.email = 'Enter your email address, like name@example.com.'
  if (filled.name === '') wrong.name = 'Enter the name on the card.'
  if (Object.keys(wrong).length > 0) return page(work, session, { wrong, filled })
  const entry: Entry = { ...filled, email, card }
  const done = submit(work, session, entry)
  return 'to' in done ? done : page(work, session, { declined: done.declined, filled })
}

function filledOf(form: URLSearchParams): Filled {
  const text = (name: string) => (form.get(name) ?? '').trim()
  return {
    email: text('email'),
    name: text('name'),
    country: text('country'),
    postal_code: text('postal_code'),
  }
}

function ended(session: Session): PageAnswer {
  if (session.status === 'complete') {
    const back = html`<a class="button" href="${successUrl(session)}">Back to ${SELLER}</a>`
    return {
      status: 200,
      html: notice('This is done', 'This checkout was completed. Nothing more is charged.', back),
    }
  }
  const back =
    session.cancel_url === null ? '' : html`<a class="button" href="${session.cancel_url}">Go back</a>`
  return {
    status: 200,
    html: notice('This page has expired', 'It can no longer be paid. Nothing was charged.', back),
  }
}

interface State {
  wrong?: Wrong
  declined?: string
  filled?: Filled
}

function page(work: Work, session: Session, { wrong = {}, declined, filled }: State): PageAnswer {
  const payment = session.mode === 'payment'
  const customer = work.objects.find('customer', session.customer ?? '')
  const email = session.customer_email ?? customer?.email ?? null
  const total = shown(session.amount_total ?? 0, session.currency ?? 'usd')
  const saves = String(work.objects.hidden(session.id).intent ?? '').includes('"setup_future_usage"')
  const title = payment ? `Pay ${total}` : 'Save a card'
  const back = session.cancel_url && html`<a class="back" href="${session.cancel_url}">← Back</a>`
  const side = html`<div class="stack">${back}
<div class="top"><span class="seller">${SELLER}</span>${badge}</div>
${payment ? bill(session, lineItemsOf(work, session), total) : html`<p class="amount">Save a card</p><p class="soft">It is kept for later purchases. Nothing is charged now.</p>`}</div>`
  const form = checkoutForm({
    email,
    filled: filled ?? {
      email: '',
      name: customer?.name ?? '',
      country: customer?.address?.country ?? 'US',
      postal_code: '',
    },
    wrong,
    declined,
    button: payment ? `Pay ${total}` : 'Save card',
    keeps: saves || !payment,
  })
  const body = html`<div class="two"><section class="side" aria-label="Order">${side}</section>
<main class="main"><div>${form}</div></main></div>`
  return {
    status: declined === undefined && Object.keys(wrong).length === 0 ? 200 : 402,
    html: layout(title, body),
  }
}

function bill(session: Session, items: readonly LineItem[], total: string): Html {
  const currency = session.currency ?? 'usd'
  const tax = session.total_details?.amount_tax ?? 0
  const rows = items.map(
    ({ description, quantity, amount_subtotal }) =>
      html`<tr><td>${description}${(quantity ?? 1) > 1 ? html` <span class="soft">× ${quantity?.toLocaleString('en-US')}</span>` : ''}</td><td>${shown(amount_subtotal, currency)}</td></tr>`,
  )
  return html`<div><h1 class="over">Your order</h1><p class="amount">${total}</p></div>
<table class="rows"><tbody>${rows}</tbody><tfoot>
${tax > 0 ? html`<tr><td>Subtotal</td><td>${shown(session.amount_subtotal ?? 0, currency)}</td></tr><tr><td>Tax</td><td>${shown(tax, currency)}</td></tr>` : ''}
<tr class="total"><td>Total due</td><td>${total}</td></tr></tfoot></table>`
}
