import Type from 'typebox'
import { callerRoles } from '../../../core/accounts/key.ts'
import { route } from '../../../http/route.ts'
import { instantText } from '../convert.ts'
import { NullableInstant, NullableText } from '../fields.ts'

export default route({
  method: 'GET',
  path: '/v1/me',
  id: 'get_me',
  summary: 'Get who is calling',
  description: 'What the key or token that you send stands for.',
  tags: ['Keys'],
  allow: [...callerRoles],
  success: {
    schema: Type.Object({
      role: Type.Enum([...callerRoles]),
      account: NullableText,
      member: NullableText,
      key: NullableText,
      return_url: Type.Unsafe<string | null>({
        type: ['string', 'null'],
        description: 'Where the portal leads back to.',
      }),
      expires_at: Type.Unsafe<string | null>({
        ...NullableInstant,
        description: 'When a link to the portal ends.',
      }),
    }),
    example: {
      role: 'buyer',
      account: 'team_acme',
      member: null,
      key: null,
      return_url: 'https://app.example.com/settings',
      expires_at: '2026-01-15T13:00:00.000Z',
    },
  },
  async handler({ caller: { role, account, member, key, portal } }) {
    return {
      role,
      account,
      member,
      key,
      return_url: portal?.return_url ?? null,
      expires_at: portal ? instantText(portal.expires_at) : null,
    }
  },
})
