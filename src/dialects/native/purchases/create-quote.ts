import Type from 'typebox'
import { noAccount } from '../../../core/accounts/not-found.ts'
import { quoteFor } from '../../../core/pricing/quote-for.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { amountOrNull, amountText } from '../convert.ts'
import { Money, moneyText } from '../convert-money.ts'
import * as examples from '../examples.ts'
import {
  AccountPath,
  Amount,
  CreditsIn,
  Id,
  NullableAmount,
  NullableId,
  NullableText,
  strict,
} from '../fields.ts'

const QuoteWire = Type.Object(
  {
    credit_type: Type.String(),
    amount: Amount,
    currency: Type.String(),
    subtotal: Money,
    price: NullableText,
    unit_price: NullableAmount,
    taxed: Type.Boolean({ description: 'Whether taxes come on top when it is paid.' }),
  },
  { title: 'Quote' },
)

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/quotes',
  id: 'create_quote',
  summary: 'Ask what credits would cost',
  description:
    'Without taxes, which are known when it is paid. Without `price` at the price that the credit type has. Changes ' +
    'nothing.',
  tags: ['Purchases'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  body: Type.Object({ credit_type: Id, amount: CreditsIn, price: Type.Optional(NullableId) }, strict),
  example: { params: { account: 'team_acme' }, body: { credit_type: 'agent', amount: '1000' } },
  success: { schema: QuoteWire, example: examples.quote },
  refusals: [
    'account_not_found',
    'credit_type_not_found',
    'price_not_found',
    'price_mismatch',
    'not_for_sale',
    'not_a_whole_pack',
    'amount_too_small',
    'credits_out_of_range',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    const { credit_type, amount, price = null } = call.body
    const answer = await call.once(account, async (registry) => {
      const payer = await registry.account(account)
      if (!payer) return noAccount(account)
      const asked = { credit_type, credits_micro: amount, price, amount_minor: null }
      const quoted = await quoteFor(registry, asked)
      if (isRefusal(quoted)) return quoted
      return { ...quoted, taxed: call.buying.payments.taxes && payer.pays_with === 'card' }
    })
    if (isRefusal(answer)) return answer
    const { quote, taxed } = answer
    return {
      credit_type,
      amount: amountText(quote.credits_micro),
      currency: quote.currency,
      subtotal: moneyText(quote.price_minor, quote.currency),
      price: quote.price,
      unit_price: amountOrNull(quote.unit_price_micro),
      taxed,
    }
  },
})
