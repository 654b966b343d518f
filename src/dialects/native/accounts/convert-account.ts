import Type, { type Static } from 'typebox'
import { type Account, SLUG_PATTERN } from '../../../core/accounts/account.ts'
import { type Member, memberRoles } from '../../../core/accounts/member.ts'
import { instantText } from '../convert.ts'
import { InstantOut, NullableText } from '../fields.ts'

export const Kind = Type.Enum(['user', 'team'])
export const NullableSlug = Type.Unsafe<string | null>({ type: ['string', 'null'], pattern: SLUG_PATTERN })

const terms = {
  pays_with: Type.Enum(['card', 'commitment'], {
    description: 'A saved card, or what the account has of the credit type `miu`.',
  }),
  hosted_checkout: Type.Boolean({
    description: 'Whether a purchase without a card may open a page on the faces that would else refuse it.',
  }),
  spent_on_refund: Type.Enum(['debt', 'write_off'], {
    description: 'What becomes of credits that a refund takes back and that were spent.',
  }),
  seatless: Type.Enum(['topup', 'nothing'], {
    description:
      'What members without a seat may draw on while the account has a subscription to seats: the credits that are ' +
      "nobody's own, such as those that were topped up, or nothing.",
  }),
}

/** How an account buys. Left out, they are as usual, or stay as they are. */
export const buyingTerms = {
  pays_with: Type.Optional(terms.pays_with),
  hosted_checkout: Type.Optional(terms.hosted_checkout),
  spent_on_refund: Type.Optional(terms.spent_on_refund),
  seatless: Type.Optional(terms.seatless),
}

export const AccountWire = Type.Object(
  {
    id: Type.String(),
    kind: Kind,
    name: Type.String(),
    slug: NullableText,
    ...terms,
    created_at: InstantOut,
  },
  { title: 'Account' },
)

export const accountWire = (account: Account): Static<typeof AccountWire> => ({
  id: account.id,
  kind: account.kind,
  name: account.name,
  slug: account.slug,
  pays_with: account.pays_with,
  hosted_checkout: account.hosted_checkout,
  spent_on_refund: account.spent_on_refund,
  seatless: account.seatless,
  created_at: instantText(account.created_at),
})

export const Role = Type.Enum([...memberRoles])
export const NewStatus = Type.Enum(['active', 'invited'])
/** Loose on purpose: only a message that arrives proves an address. */
export const NullableEmail = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  maxLength: 254,
  pattern: '^[^\\s@]+@[^\\s@]+$',
})

export const MemberWire = Type.Object(
  {
    id: Type.String(),
    account: Type.String(),
    email: NullableText,
    role: Role,
    status: Type.Enum(['active', 'invited', 'removed']),
    created_at: InstantOut,
  },
  { title: 'Member' },
)

export const memberWire = (member: Member): Static<typeof MemberWire> => ({
  id: member.id,
  account: member.account,
  email: member.email,
  role: member.role,
  status: member.status,
  created_at: instantText(member.created_at),
})
