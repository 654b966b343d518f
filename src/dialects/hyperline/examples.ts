/** What the documentation shows. */

export const customer = { id: 'cus_acme' }
export const product = { ...customer, productId: 'itm_tokens' }

export const credit = {
  product_id: 'itm_tokens',
  customer_id: 'cus_acme',
  name: 'Tokens',
  current_balance: 2000,
  low_count_threshold: 100,
  last_refreshed_at: '2026-01-31T12:00:00.000Z',
  auto_topup: null,
  created_at: '2026-01-01T09:00:00.000Z',
  updated_at: '2026-01-30T15:30:00.000Z',
}

const transaction = {
  id: 'cdt_01kg8x4c7s0000000000000000',
  product_id: 'itm_tokens',
  price: null,
  customer_id: 'cus_acme',
  payment_method_id: null,
  invoice_id: null,
  event_id: null,
  aggregator_id: null,
  expires_at: null,
  source: 'api',
  amount_excluding_tax: null,
  created_at: '2026-01-31T12:00:00.000Z',
  updated_at: '2026-01-31T12:00:00.000Z',
}

export const purchased = {
  ...transaction,
  type: 'topup',
  price: { id: 'pri_01kg8x4c7s0000000000000001', amount: 2500, pack_size: 1000 },
  payment_method_id: 'pm_1QxAbC',
  invoice_id: 'inv_1QxAbD',
  amount_excluding_tax: 5000,
  credit_count: 2000,
  balance_after: 2000,
}
export const topup = { ...transaction, type: 'topup', credit_count: 32, balance_after: 2032 }
export const usage = {
  ...transaction,
  type: 'usage',
  event_id: 'evt_4711',
  credit_count: 1.5,
  balance_after: 2030.5,
}
