import Type, { type Static } from 'typebox'
import { type Account, SLUG_PATTERN } from '../../core/accounts/account.ts'
import { type Member, memberRoles } from '../../core/accounts/member.ts'
import { instantText } from './convert.ts'
import { InstantOut, NullableText } from './fields.ts'

export const Kind = Type.Enum(['user', 'team'])
export const NullableSlug = Type.Unsafe<string | null>({ type: ['string', 'null'], pattern: SLUG_PATTERN })

export const AccountWire = Type.Object(
  { id: Type.String(), kind: Kind, name: Type.String(), slug: NullableText, created_at: InstantOut },
  { title: 'Account' },
)

export const accountWire = ({ id, kind, name, slug, created_at }: Account): Static<typeof AccountWire> => ({
  id,
  kind,
  name,
  slug,
  created_at: instantText(created_at),
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
