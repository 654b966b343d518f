import Type from 'typebox'
import { callBackLinks } from '../../../core/accounts/call-back-links.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { instantText } from '../convert.ts'
import * as examples from '../examples.ts'
import { AccountPath, InstantOut } from '../fields.ts'

export default route({
  method: 'DELETE',
  path: '/v1/accounts/:account/portal-sessions',
  id: 'revoke_portal_sessions',
  summary: "Call back all links to an account's portal",
  description:
    'Every link that was made until now, for whomever, opens nothing more; within a second on every server. Links ' +
    'that are made afterwards work. Who is removed from the account is out anyhow.',
  tags: ['Portal'],
  allow: ['operator'],
  params: AccountPath,
  example: { params: { account: 'team_acme' } },
  success: {
    schema: Type.Object({ account: Type.String(), revoked_at: InstantOut }, { title: 'LinksRevoked' }),
    example: { account: 'team_acme', revoked_at: examples.account.created_at },
  },
  refusals: ['account_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    // Links go by the real clock, whatever the account's own one shows.
    const answer = await call.once(account, (registry) =>
      callBackLinks(registry, { account }, call.arrived_at),
    )
    return isRefusal(answer) ? answer : { account, revoked_at: instantText(answer.revoked_at) }
  },
})
