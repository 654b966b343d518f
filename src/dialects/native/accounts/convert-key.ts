import Type, { type Static } from 'typebox'
import type { IssuedKey } from '../../../core/accounts/issue-key.ts'
import { faces, type Key, keyRoles } from '../../../core/accounts/key.ts'
import { instantOrNull, instantText } from '../convert.ts'
import { InstantOut, NullableInstant, NullableText, nullable } from '../fields.ts'

const fields = {
  id: Type.String(),
  account: NullableText,
  member: NullableText,
  role: Type.Enum([...keyRoles]),
  dialect: Type.Enum([...faces], { description: 'The face that it opens; a native one opens all.' }),
  name: NullableText,
  prefix: Type.String(),
  last_four: Type.String(),
  rate_limit: nullable(
    Type.Integer({
      description: 'How many requests it may send in ten seconds; null: as many as any other.',
    }),
  ),
  created_at: InstantOut,
  expires_at: NullableInstant,
  revoked_at: NullableInstant,
}

export const KeyWire = Type.Object(fields, { title: 'Key' })

export const keyWire = (key: Key): Static<typeof KeyWire> => ({
  id: key.id,
  account: key.account,
  member: key.member,
  role: key.role,
  dialect: key.dialect,
  name: key.name,
  prefix: key.prefix,
  last_four: key.last_four,
  rate_limit: key.rate_limit,
  created_at: instantText(key.created_at),
  expires_at: instantOrNull(key.expires_at),
  revoked_at: instantOrNull(key.revoked_at),
})

export const IssuedKeyWire = Type.Object(
  {
    ...fields,
    secret: nullable(
      Type.String({
        description:
          'Shown this once. Null in a replay that was asked for with another key than the first call.',
      }),
    ),
  },
  { title: 'IssuedKey' },
)

export const issuedKeyWire = ({ key, secret }: IssuedKey): Static<typeof IssuedKeyWire> => ({
  ...keyWire(key),
  secret,
})
