import Type, { type Static } from 'typebox'
import type { CreditType, ExpiryPolicy } from '../../../core/catalogue/credit-type.ts'
import { isForwardDuration } from '../../../core/period.ts'
import { Parsed } from '../../../http/parsed.ts'
import { type HttpRefusal, invalid } from '../../../http/refusals.ts'
import { amountOrNull, instantText } from '../convert.ts'
import { InstantOut, NullableAmount, strict, Text } from '../fields.ts'

const policies = ['never', 'fixed', 'rolling', 'period_end'] as const
const periods = ['day', 'month', 'year'] as const

const Duration = Parsed<string>(
  { type: 'string', maxLength: 40, description: 'An ISO 8601 duration such as P30D or P1Y.' },
  (value) =>
    isForwardDuration(String(value)) ? String(value) : { fault: 'must be a duration such as P30D' },
)

export const ExpiryIn = Type.Object(
  {
    policy: Type.Enum([...policies]),
    after: Type.Optional(Duration),
    period: Type.Optional(Type.Enum([...periods])),
  },
  strict,
)

export const Currency = Type.String({ pattern: '^[a-z]{3}$' })
export const UnitName = Text(40)
export const NEVER: ExpiryPolicy = { policy: 'never' }

/** Which of the other fields a policy has depends on the policy. */
export function expiryPolicy({ policy, after, period }: Static<typeof ExpiryIn>): ExpiryPolicy | HttpRefusal {
  const needs = policy === 'never' ? null : policy === 'period_end' ? 'period' : 'after'
  const faults = (['after', 'period'] as const).flatMap((field) => {
    const given = field === 'after' ? after : period
    if (field === needs && given === undefined)
      return [{ field: `expiry/${field}`, message: `is required by the policy ${policy}` }]
    if (field !== needs && given !== undefined)
      return [{ field: `expiry/${field}`, message: `does not go with the policy ${policy}` }]
    return []
  })
  if (faults.length > 0) return invalid(faults)
  if (policy === 'period_end') return { policy, period: period ?? 'month' }
  return policy === 'never' ? NEVER : { policy, after: after ?? '' }
}

export const CreditTypeWire = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    unit: Type.String(),
    unit_price: NullableAmount,
    currency: Type.String(),
    expiry: Type.Object({
      policy: Type.Enum([...policies]),
      after: Type.Optional(Type.String()),
      period: Type.Optional(Type.Enum([...periods])),
    }),
    created_at: InstantOut,
  },
  { title: 'CreditType' },
)

export const creditTypeWire = (type: CreditType): Static<typeof CreditTypeWire> => ({
  id: type.id,
  name: type.name,
  unit: type.unit,
  unit_price: amountOrNull(type.unit_price_micro),
  currency: type.currency,
  expiry: type.expiry,
  created_at: instantText(type.created_at),
})
