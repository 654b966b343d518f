import type { Lock, Registry } from '../../core/ports.ts'
import type { WebhookEndpoint } from '../../core/webhooks/endpoint.ts'
import { lockClause } from '../session/lock-clause.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = `endpoint_id as id, url, types, active, failing_since, previous_secret_until, created_at, updated_at`

type Endpoints = Pick<
  Registry,
  'insertEndpoint' | 'updateEndpoint' | 'deleteEndpoint' | 'endpoint' | 'endpoints'
>

export const webhookEndpointsOn = (session: Session): Endpoints => ({
  async insertEndpoint({ id, url, types, active, created_at, updated_at }, secret) {
    await session.query(
      `insert into webhook_endpoints (endpoint_id, url, types, active, secret, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, url, types, active, secret, timestamp(created_at), timestamp(updated_at)],
    )
  },

  async updateEndpoint({ id, url, types, active, failing_since, previous_secret_until, updated_at }, secret) {
    await session.query(
      `update webhook_endpoints set url = $2, types = $3, active = $4, failing_since = $5, updated_at = $6,
         previous_secret = case when $8::text is null then previous_secret else secret end,
         previous_secret_until = $7, secret = coalesce($8, secret)
       where endpoint_id = $1`,
      [
        id,
        url,
        types,
        active,
        timestamp(failing_since),
        timestamp(updated_at),
        timestamp(previous_secret_until),
        secret,
      ],
    )
  },

  async deleteEndpoint(id) {
    await session.query('delete from webhook_endpoints where endpoint_id = $1', [id])
  },

  async endpoint(id: string, lock?: Lock) {
    const text = `select ${columns} from webhook_endpoints where endpoint_id = $1 ${lockClause(lock)}`
    return (await rowsOf<WebhookEndpoint>(session, text, [id]))[0] ?? null
  },

  endpoints: () => rowsOf(session, `select ${columns} from webhook_endpoints order by endpoint_id`, []),
})
