/** What the documentation shows of subscriptions. */

const terms = { credits_per_user: 250, interval: 'month', seats: 3 }

export const overview = {
  has_subscription: true,
  status: 'active',
  plan: { collection_method: 'charge_automatically', ...terms },
  pending_change: {
    credits_per_user: 250,
    interval: 'month',
    seats: 2,
    demote_member_emails: ['bob@acme.example'],
    effective_at: '2026-02-28T12:00:00.000Z',
  },
  per_seat_usage: [
    { email: 'ada@acme.example', seat_status: 'premium', allotment: 250, used: 12.5, remaining: 237.5 },
    { email: 'bob@acme.example', seat_status: 'premium', allotment: 250, used: 0, remaining: 250 },
    { email: 'eve@acme.example', seat_status: 'non_premium', allotment: 0, used: 0, remaining: 0 },
  ],
  cancel_at_period_end: false,
  subscription_credits: 750,
  subscription_used: 12.5,
  subscription_remaining: 737.5,
  discount_credits: 0,
  next_charge_cents: 220000,
  next_charge_display: '$2,200.00',
  renews_at: '2026-02-28T12:00:00.000Z',
  reset_at: '2026-02-28T12:00:00.000Z',
  topup_credits: 100,
  topup_remaining: 60,
  topup_purchased: 100,
  topup_used: 40,
  topup_expires_at: '2027-01-31T12:00:00.000Z',
  available_credits: 797.5,
  used_credits: 52.5,
  payment_methods: [
    { id: 'pm_1', brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2030, is_default: true },
  ],
}

const line = (description: string, amount_cents: number, amount_display: string) => ({
  description,
  amount_cents,
  amount_display,
})

export const checkout = {
  action: 'charged',
  ...terms,
  amount_cents: 330000,
  amount_display: '$3,300.00',
  line_items: [line('Neo: 3 seats of 250 credits a month, billed by the month', 330000, '$3,300.00')],
  subscription_credits: 750,
  discount_credits: 0,
  status: 'active',
  invoice_id: 'in_1',
  invoice_url: 'https://invoice.stripe.com/i/1',
}

const said = {
  amount_due_cents: 55000,
  amount_due_display: '$550.00',
  change_type: 'upgrade',
  effective_at: '2026-02-14T12:00:00.000Z',
  immediate: true,
  line_items: [
    line('Neo: 4 seats of 250 credits a month, 14 of 28 days', 220000, '$2,200.00'),
    line('Unused: Neo: 3 seats of 250 credits a month, 14 of 28 days', -165000, '-$1,650.00'),
  ],
  prorated_credits: 125,
}

export const preview = { ...said, demotions_required: 0 }

export const change = {
  action: 'charged',
  ...said,
  ...terms,
  seats: 4,
  status: 'active',
  invoice_id: 'in_2',
  invoice_url: 'https://invoice.stripe.com/i/2',
}

export const ending = { cancel_at_period_end: true, ends_at: '2026-02-28T12:00:00.000Z', status: 'active' }
export const goingOn = { cancel_at_period_end: false, status: 'active' }

export const cleared = {
  cleared: true,
  ...terms,
  current_period_end: '2026-02-28T12:00:00.000Z',
  status: 'active',
}
