/** What the documentation shows. */

const card = { id: 'pm_1', brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2030, is_default: true }

export const charged = {
  action: 'charged',
  credits: 250,
  amount_cents: 125000,
  amount_display: '$1,250.00',
  invoice_id: 'in_1',
  invoice_url: 'https://invoice.stripe.com/i/1',
}

export const bucket = {
  issued_credits: 310.5,
  used_credits: 12,
  available_credits: 298.5,
  is_expired: false,
  expires_at: '2027-01-31T12:00:00.000Z',
  has_purchased: true,
  last_purchase_at: '2026-01-31T12:00:00.000Z',
  last_purchase_credits: 250,
  has_payment_method: true,
  payment_methods: [card],
  resource_type: 'team',
}

export const invoices = {
  currency: 'usd',
  has_more: false,
  invoice_history: [
    {
      id: 'in_1',
      status: 'paid',
      description: '250 Neo credits',
      currency: 'usd',
      amount_cents: 125000,
      amount_display: '$1,250.00',
      created_at: '2026-01-31T12:00:00.000Z',
      paid_at: '2026-01-31T12:00:00.000Z',
      invoice_url: 'https://invoice.stripe.com/i/1',
      invoice_pdf: 'https://invoice.stripe.com/i/1/pdf',
      purchased_credits: 250,
      remaining_before_purchase: 60.5,
      new_issued_credits: 310.5,
    },
  ],
  total_amount_cents: 125000,
  total_amount_display: '$1,250.00',
  total_purchases: 1,
}

export const usage = { usage_id: 'deb_1', credits: 2.5, available_credits: 296 }

const cap = {
  limit: 250,
  used: 12.5,
  remaining: 237.5,
  unit: 'usd',
  period: 'month',
  resets_at: '2026-02-01T00:00:00.000Z',
  is_default: false,
}

export const memberCap = { email: 'ada@acme.example', cap }
export const memberUncapped = { email: 'ada@acme.example' }
export const projectCap = { project_id: 'apollo', cap }
export const defaultCap = {
  cap: { limit: 100, unit: 'usd', period: 'month', resets_at: '2026-02-01T00:00:00.000Z', is_default: true },
}
