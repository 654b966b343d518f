import type Stripe from 'stripe'
import { missing } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get } from '../http/route.ts'
import { takes, text, unsimulatedAll } from '../http/shape.ts'
import { newId } from '../ids.ts'
import type { BalanceTransaction } from '../wire.ts'
import type { Work } from '../work.ts'

const DAY = 86_400

interface Movement {
  type: 'adjustment' | 'charge' | 'refund' | 'refund_failure'
  reporting_category: 'charge' | 'dispute' | 'dispute_reversal' | 'refund' | 'refund_failure'
  /** Below zero where it leaves the balance. */
  amount: number
  fee?: number
  currency: string
  source: string
  description: string | null
}

export function newTransaction({ objects, now }: Work, movement: Movement): BalanceTransaction {
  const { fee = 0, amount, currency, type } = movement
  const what = type === 'adjustment' ? 'Dispute fee' : 'Stripe processing fees'
  return objects.add({
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: now + 2 * DAY,
    balance_type: 'payments',
    created: now,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0 ? [] : [{ amount: fee, application: null, currency, description: what, type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: movement.reporting_category,
    source: movement.source,
    status: 'pending',
    type,
  })
}

/** 2.9 % and 30 of the smallest unit. */
export const chargeFee = (amount: number): number => Math.min(amount, Math.round(amount * 0.029) + 30)

const listed = takes<Stripe.BalanceTransactionListParams>()({
  ...paging,
  ...createdWithin,
  currency: text,
  source: text,
  type: text,
  ...unsimulatedAll('payout'),
})

export const balanceRoutes = [
  get('/v1/balance_transactions', listed, (work, { currency, source, type, ...params }) =>
    page(work, 'balance_transaction', '/v1/balance_transactions', params, {
      where: { currency, source, type },
    }),
  ),
  get('/v1/balance_transactions/:id', expand, ({ objects }, _params, id) => {
    const transaction = objects.find('balance_transaction', id)
    if (transaction === undefined) throw missing('balance transaction', id)
    return transaction
  }),
]
