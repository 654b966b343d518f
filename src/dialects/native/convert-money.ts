import Type, { type Static } from 'typebox'
import { decimalsOf, formatMinor, type Minor, minorOfMicro, offStep } from '../../core/money.ts'
import { type HttpRefusal, invalid } from '../../http/refusals.ts'
import { nullable } from './fields.ts'

/** Money is decimal text in the currency's major unit, and the currency stands beside it. */
export const Money = Type.String({ description: 'Money as decimal text in major units, such as "12.50".' })
export const NullableMoney = nullable(Money)

export const moneyText = formatMinor

export const moneyOrNull = (minor: Minor | null, currency: string): Static<typeof NullableMoney> =>
  minor === null ? null : formatMinor(minor, currency)

/** The whole minor units that a field's money is, or that its currency has no such amount. */
export function minorOr(field: string, money_micro: bigint, currency: string): Minor | HttpRefusal {
  const minor = minorOfMicro(money_micro, currency)
  if (minor === null)
    return invalid([{ field, message: `must have at most ${decimalsOf(currency)} decimals in ${currency}` }])
  const steps = offStep(minor, currency)
  return steps ? invalid([{ field, message: `must be ${steps}` }]) : minor
}
