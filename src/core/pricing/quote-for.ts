import type { CreditType } from '../catalogue/credit-type.ts'
import type { Registry } from '../ports.ts'
import type { BuyRequest, Quote } from '../purchases/buying.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { quote } from './quote.ts'

type Asked = Pick<BuyRequest, 'credit_type' | 'credits_micro' | 'price' | 'amount_minor'>

export interface Quoted {
  readonly type: CreditType
  readonly quote: Quote
}

/** What the asked credits cost as the catalogue is now. Changes nothing. */
export async function quoteFor(
  registry: Pick<Registry, 'creditType' | 'price'>,
  { credit_type, credits_micro, price: id, amount_minor }: Asked,
): Promise<Quoted | Refusal> {
  const type = await registry.creditType(credit_type)
  if (!type) return refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
  const price = id === null ? null : await registry.price(id)
  if (id !== null && !price) return refuse('price_not_found', `There is no price ${id}.`)
  const cost = quote(type, price, credits_micro, amount_minor)
  return isRefusal(cost) ? cost : { type, quote: cost }
}
