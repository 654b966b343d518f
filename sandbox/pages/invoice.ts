import { shown } from '../amounts.ts'
import { checkNumber } from '../cards/check-number.ts'
import { linesOf } from '../invoices/totals.ts'
import { intentOf } from '../payment-intents/intent.ts'
import { pay } from '../payment-intents/pay.ts'
import { newMethod } from '../payment-methods/method.ts'
import { invoicePdf } from '../pdf/invoice-pdf.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Invoice } from '../wire.ts'
import type { Work } from '../work.ts'
import type { PageAnswer, PageCall } from './answer.ts'
import { cardFields, readCard, testCards, type Wrong, wrongOf } from './card-fields.ts'
import { type Html, html } from './html.ts'
import { invoiceBill } from './invoice-bill.ts'
import { badge, layout, notice, SELLER } from './layout.ts'

const NOTHING = { status: 404, html: notice('No such page', 'This invoice does not exist.') }

/** The hosted invoice: shows it, offers it as a PDF, and takes a card while it is open. */
export function invoicePage(sandbox: Sandbox, call: PageCall): PageAnswer {
  const { method, parts, path, form } = call
  const origin = { method, path, request: { id: null, idempotency_key: null } }
  const shownAs = (state: State) =>
    sandbox.do((work) => {
      const invoice = invoiceAt(work, parts)
      return invoice === undefined ? NOTHING : page(work, invoice, state)
    })
  const outcome = sandbox.work(origin, (work): PageAnswer => {
    const invoice = invoiceAt(work, parts)
    if (invoice === undefined) return NOTHING
    if (parts[2] === 'pdf') return { pdf: invoicePdf(work, invoice), name: `Invoice-${invoice.number}.pdf` }
    if (method !== 'POST' || invoice.status !== 'open') return page(work, invoice, {})
    return form.get('answer') === 'confirm' ? confirm(work, invoice) : submitted(work, invoice, form)
  })
  return outcome.ok ? outcome.value : shownAs({ wrong: wrongOf(outcome.error) })
}

function invoiceAt({ objects }: Work, [id = '', secret = '']: readonly string[]): Invoice | undefined {
  const invoice = objects.find('invoice', id)
  return invoice?.status !== 'draft' && objects.hidden(id).secret === secret ? invoice : undefined
}

const intentFor = (work: Work, invoice: Invoice) =>
  intentOf(work, String(work.objects.hidden(invoice.id).payment_intent))

/** Goes on with a payment that waits for the buyer's bank. */
function confirm(work: Work, invoice: Invoice): PageAnswer {
  const intent = intentFor(work, invoice)
  work.objects.hide(intent.id, { return_url: invoice.hosted_invoice_url ?? null })
  return { to: `${work.url}/3ds/${intent.id}?client_secret=${intent.client_secret}` }
}

function submitted(work: Work, invoice: Invoice, form: URLSearchParams): PageAnswer {
  const { card, wrong } = readCard(form)
  if (Object.keys(wrong).length > 0) return page(work, invoice, { wrong })
  const method = newMethod(work, checkNumber(card, work.now), {
    ...card,
    billing: { email: invoice.customer_email, name: invoice.customer_name },
  })
  const intent = intentFor(work, invoice)
  const return_url = invoice.hosted_invoice_url ?? null
  const attempted = pay(work, intent, method, { present: true, return_url })
  if (attempted.outcome === 'declined') return page(work, invoice, { declined: attempted.error.message })
  return { to: intent.next_action?.redirect_to_url?.url ?? invoice.hosted_invoice_url ?? '/' }
}

interface State {
  wrong?: Wrong
  declined?: string | undefined
}

function page(work: Work, invoice: Invoice, state: State): PageAnswer {
  const { number, status } = invoice
  const pdf = html`<p><a href="${invoice.invoice_pdf}">Download the invoice as PDF</a></p>`
  const body = html`<main class="one stack"><div class="top"><span class="seller">${SELLER}</span>${badge}</div>
<div class="panel stack">${invoiceBill(invoice, linesOf(work, invoice))}${pdf}</div>
${status === 'open' ? html`<div class="panel">${payForm(work, invoice, state)}</div>` : ''}</main>`
  const wrong = state.declined !== undefined || Object.keys(state.wrong ?? {}).length > 0
  return { status: wrong ? 402 : 200, html: layout(`Invoice ${number}`, body) }
}

function payForm(work: Work, invoice: Invoice, { wrong = {}, declined }: State): Html {
  const intent = intentFor(work, invoice)
  const waiting =
    intent.status === 'requires_action' &&
    html`<form method="post" class="stack"><div class="alert note" role="status">Your bank wants you to confirm this payment.</div>
<button name="answer" value="confirm">Confirm with your bank</button></form><p class="small soft" style="margin:20px 0 12px">Or pay with another card:</p>`
  const said = declined ?? intent.last_payment_error?.message
  return html`${waiting}<form method="post" class="stack" novalidate data-once="Processing…"><h2>Pay by card</h2>
${said ? html`<div class="alert" role="alert" tabindex="-1"><strong>${said}</strong> Nothing was charged. Try again, or use another card.</div>` : ''}
${cardFields(wrong)}
<button${waiting ? html` class="quiet"` : ''}>Pay ${shown(invoice.amount_remaining, invoice.currency)}</button>${testCards}</form>`
}
