import Type from 'typebox'
import { openPortal } from '../../../core/accounts/open-portal.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { instantText } from '../convert.ts'
import * as examples from '../examples.ts'
import { Id, InstantOut, NullableId, NullableText, NullableUrlIn, strict } from '../fields.ts'

const HOUR_SECONDS = 3600

export default route({
  method: 'POST',
  path: '/v1/portal-sessions',
  id: 'create_portal_session',
  summary: 'Make a link to the portal',
  description:
    "Answers a link under which a buyer sees the account's credits, buys, and minds cards, seats and caps. Send the " +
    'buyer there, or show it in a frame. Whoever has the link is in, so it lasts an hour unless told otherwise. ' +
    'Members who are no owner, admin or billing see what they have burned themselves and can still burn, nothing of ' +
    'the others and nothing of what was paid, and change nothing.',
  tags: ['Portal'],
  allow: ['operator'],
  body: Type.Object(
    {
      account: Id,
      member: Type.Optional(NullableId),
      return_url: Type.Optional(NullableUrlIn),
      expires_in_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 24 * HOUR_SECONDS })),
    },
    strict,
  ),
  example: { body: { account: 'team_acme', return_url: 'https://app.example.com/settings' } },
  success: {
    status: 201,
    schema: Type.Object({
      account: Type.String(),
      member: NullableText,
      role: Type.Enum(['buyer', 'member']),
      url: Type.String({ description: 'The link. Its token is behind the #, which no server is sent.' }),
      token: Type.String({ description: 'The same token, for a page of your own that calls the API.' }),
      return_url: NullableText,
      expires_at: InstantOut,
    }),
    example: {
      account: 'team_acme',
      member: null,
      role: 'buyer',
      url: 'https://scrip.example.com/portal/#session=eyJhbGciOiJIUzI1NiIs…',
      token: 'eyJhbGciOiJIUzI1NiIs…',
      return_url: 'https://app.example.com/settings',
      expires_at: examples.account.created_at,
    },
  },
  refusals: ['account_not_found', 'member_not_found', 'redirect_not_allowed', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { ports, body, arrived_at } = call
    const {
      account,
      member = null,
      return_url = null,
      expires_in_seconds: lasts_seconds = HOUR_SECONDS,
    } = body
    const wish = { account, member, return_url, lasts_seconds }
    // What is kept under the key is the session; signed again, it is the same token.
    const session = await call.once('', (registry) => openPortal(registry, wish, ports.redirects, arrived_at))
    if (isRefusal(session)) return session
    const token = await ports.portal.sign(session)
    const { role } = session
    return {
      ...{ account, member, role, return_url },
      url: `${ports.portal.url()}#session=${token}`,
      token,
      expires_at: instantText(session.expires_at),
    }
  },
})
