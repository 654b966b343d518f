import { customerOf } from '../customers/customer.ts'
import { missing, refuse } from '../errors.ts'
import { newId, random } from '../ids.ts'
import type { Customer, Invoice, Metadata } from '../wire.ts'
import type { Work } from '../work.ts'

export interface InvoiceDetails {
  customer: string
  currency?: string
  description?: string | null
  footer?: string | null
  metadata?: Metadata
  default_payment_method?: string | null
  collection_method?: 'charge_automatically' | 'send_invoice'
  auto_advance?: boolean
  automatic_tax?: boolean
  due_date?: number | null
  number?: string | null
  statement_descriptor?: string | null
  custom_fields?: Invoice['custom_fields']
}

export function newInvoice(work: Work, details: InvoiceDetails): Invoice {
  const customer = customerOf(work, details.customer)
  const id = newId('in')
  const { now } = work
  const automatic = details.automatic_tax ?? false
  const invoice: Invoice = {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Scrip sandbox',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: details.auto_advance ?? false,
    automatic_tax: {
      disabled_reason: null,
      enabled: automatic,
      liability: automatic ? { type: 'self' } : null,
      provider: automatic ? 'stripe' : null,
      status: null,
    },
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: details.collection_method ?? 'charge_automatically',
    created: now,
    currency: (details.currency ?? customer.currency ?? 'usd').toLowerCase(),
    custom_fields: details.custom_fields ?? null,
    ...ofCustomer(customer),
    default_payment_method: details.default_payment_method ?? null,
    default_source: null,
    default_tax_rates: [],
    description: details.description ?? null,
    discounts: [],
    due_date: details.due_date ?? null,
    effective_at: null,
    ending_balance: null,
    footer: details.footer ?? null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: details.metadata ?? {},
    next_payment_attempt: null,
    number: details.number ?? null,
    on_behalf_of: null,
    parent: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: now,
    period_start: now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: details.statement_descriptor ?? null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  }
  return work.objects.add(invoice, { secret: random(40), payment_intent: null })
}

function ofCustomer(customer: Customer) {
  return {
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
  } satisfies Partial<Invoice>
}

export function invoiceOf({ objects }: Work, id: string, param = 'invoice'): Invoice {
  const invoice = objects.find('invoice', id)
  if (invoice === undefined) throw missing('invoice', id, param, param === 'id' ? 404 : 400)
  return invoice
}

export function checkDraft(invoice: Invoice): void {
  if (invoice.status === 'draft') return
  throw refuse(
    `Invoice ${invoice.id} is ${invoice.status} and can't be edited any more; only a draft can.`,
    'invoice_not_editable',
  )
}
