import Type, { type Static } from 'typebox'
import type { ShownProduct } from '../../core/catalogue/credit-product.ts'
import type { Balance } from '../../core/ledger/balance.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { instantText } from './convert.ts'

export const CreditWire = Type.Object(
  {
    product_id: Type.String(),
    customer_id: Type.String(),
    name: Type.String(),
    current_balance: ExactNumber('What can be used now.'),
    low_count_threshold: Type.Unsafe<object | null>({
      shown: { type: ['number', 'null'] },
      description: 'Null unless set.',
    }),
    last_refreshed_at: Type.String({ format: 'date-time' }),
    auto_topup: Type.Null(),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'HyperlineCredit' },
)

/** A balance is as fresh as the answer: it is read for it. */
export const creditWire = (
  product: ShownProduct,
  { available_micro, as_of }: Pick<Balance, 'available_micro' | 'as_of'>,
): Static<typeof CreditWire> => ({
  product_id: product.credit_type,
  customer_id: product.account,
  name: product.name,
  current_balance: exactNumber(available_micro),
  low_count_threshold: product.low_count_micro === null ? null : exactNumber(product.low_count_micro),
  last_refreshed_at: instantText(as_of),
  auto_topup: null,
  created_at: instantText(product.created_at),
  updated_at: instantText(product.updated_at),
})
