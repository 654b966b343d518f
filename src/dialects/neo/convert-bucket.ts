import Type, { type Static } from 'typebox'
import type { Bucket } from '../../core/purchases/bucket.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { instantText } from './convert.ts'
import { PaymentMethodWire } from './convert-payment-method.ts'

const counts = {
  issued_credits: ExactNumber(
    'What remained at the last purchase and what was bought; with what was granted since.',
  ),
  used_credits: ExactNumber('Of that used, or set aside by work under way.'),
  available_credits: ExactNumber(),
  is_expired: Type.Boolean(),
  expires_at: Type.Optional(Type.String({ format: 'date-time' })),
  has_purchased: Type.Boolean(),
  last_purchase_at: Type.Optional(Type.String({ format: 'date-time' })),
  last_purchase_credits: Type.Optional(ExactNumber()),
}

const Counts = Type.Object(counts)

export const BucketWire = Type.Object(
  {
    ...counts,
    has_payment_method: Type.Optional(Type.Boolean()),
    payment_methods: Type.Optional(Type.Array(PaymentMethodWire)),
    resource_type: Type.Enum(['user', 'team']),
  },
  { title: 'NeoCredits' },
)

export const bucketWire = (bucket: Bucket): Static<typeof Counts> => ({
  issued_credits: exactNumber(bucket.issued_micro),
  used_credits: exactNumber(bucket.used_micro),
  available_credits: exactNumber(bucket.available_micro),
  is_expired: bucket.is_expired,
  ...(bucket.expires_at !== null && { expires_at: instantText(bucket.expires_at) }),
  has_purchased: bucket.last !== null,
  ...(bucket.last && {
    last_purchase_at: instantText(bucket.last.granted_at),
    last_purchase_credits: exactNumber(bucket.last.credits_micro),
  }),
})
