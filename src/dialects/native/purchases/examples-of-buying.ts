import { AT } from '../example-instants.ts'

/** The part of the examples' story that is about buying. */

export const price = {
  id: 'pri_01kg8x4c7s0000000000000006',
  credit_type: 'agent',
  currency: 'usd',
  scheme: 'bundle',
  pack_size: '1000',
  pack_price: '9.50',
  created_at: AT,
  archived_at: null,
} as const

export const plan = {
  id: 'team',
  name: 'Team',
  credit_type: 'agent',
  currency: 'usd',
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: [
      { credits: '1000', month_price: '9.50', year_price: '95.00' },
      { credits: '5000', month_price: '45.00', year_price: null },
    ],
  },
  bonus: '100',
  days_until_due: 30,
  created_at: AT,
  archived_at: null,
} as const

export const quote = {
  credit_type: 'agent',
  amount: '1000',
  currency: 'usd',
  subtotal: '10.00',
  unit_price: '0.01',
  price: null,
  taxed: false,
} as const

export const purchase = {
  id: 'pur_01kg8x4c7s0000000000000005',
  account: 'team_acme',
  state: 'paid',
  credit_type: 'agent',
  amount: '1000',
  currency: 'usd',
  subtotal: '10.00',
  tax: '0.00',
  total: '10.00',
  price: null,
  unit_price: '0.01',
  paying_by: 'card',
  checkout_url: null,
  failure: null,
  card: { id: 'pm_1QxAbC', brand: 'visa', last4: '4242' },
  invoice: {
    id: 'in_1QxAbC',
    number: 'ACME-0001',
    url: 'https://invoice.stripe.com/i/acct_1/live_1',
    pdf: 'https://pay.stripe.com/invoice/acct_1/live_1/pdf',
  },
  paid_at: AT,
  grant: 'grt_01kg8x4c7s0000000000000001',
  granted_at: AT,
  refunded: '0.00',
  revoked: '0',
  dispute: null,
  frozen: false,
  success_url: null,
  cancel_url: null,
  dialect: 'native',
  source: null,
  member: null,
  subscription: null,
  lines: null,
  created_at: AT,
  updated_at: AT,
} as const

export const purchaseStory = {
  ...purchase,
  transitions: [
    { from: null, to: 'pending', cause: 'buy', at: AT },
    { from: 'pending', to: 'paid', cause: 'charge', at: AT },
  ],
} as const

export const refund = {
  id: 'ref_01kg8x4c7s0000000000000007',
  purchase: purchase.id,
  amount: '4.00',
  currency: 'usd',
  status: 'succeeded',
  reason: 'bought twice',
  failure: null,
  made_in: 'api',
  created_at: AT,
} as const

export const paymentMethod = {
  id: 'pm_1QxAbC',
  brand: 'visa',
  last4: '4242',
  exp_month: 12,
  exp_year: 2030,
  is_default: true,
} as const

export const invoice = {
  id: purchase.invoice.id,
  number: purchase.invoice.number,
  status: 'paid',
  purchase: purchase.id,
  description: '1,000 credits',
  currency: 'usd',
  subtotal: '10.00',
  tax: '0.00',
  total: '10.00',
  url: purchase.invoice.url,
  pdf: purchase.invoice.pdf,
  created_at: AT,
  paid_at: AT,
} as const
