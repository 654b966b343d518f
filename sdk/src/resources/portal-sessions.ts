import type { CreatePortalSessionBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class PortalSessions extends Resource {
  /** A link that opens the portal for a buyer. */
  create(body: CreatePortalSessionBody, options?: CallOptions) {
    return this.call('create_portal_session', { body }, options)
  }

  /** Calls back every link to the account's portal that was made until now. */
  revoke(account: string, options?: CallOptions) {
    return this.call('revoke_portal_sessions', { params: { account } }, options)
  }
}
