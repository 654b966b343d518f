import type { Page, Registry } from '../../core/ports.ts'
import type { Delivery, DueDelivery } from '../../core/webhooks/delivery.ts'
import type { Subject } from '../../core/webhooks/happening.ts'
import type { DeliveryName } from '../../core/webhooks/records.ts'
import { answerText, parseAnswer } from '../ledger/answer-json.ts'
import { cursorOf, placeOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'
import { keptSubscription } from '../subscriptions/subscription-rows.ts'

const columns = `d.number, d.account_id as account, d.event_id as event, d.endpoint_id as endpoint, d.type, d.at, d.state,
  d.attempts, case when d.state = 'waiting' and d.attempts > 0 then d.due_at end as due_at, d.last_attempt_at,
  d.last_status, d.last_error`

type Row = Omit<Delivery, 'id'> & { readonly number: bigint }

const deliveryFrom = ({ number, ...row }: Row): Delivery => ({ id: `dlv_${number}`, ...row })

/** Null for what can't be the id of one. */
const numberOf = (id: string): string | null => /^dlv_([1-9]\d{0,17})$/.exec(id)?.[1] ?? null

const isNumber = (place: unknown): place is string =>
  typeof place === 'string' && /^[1-9]\d{0,17}$/.test(place)

/** So many are being told to one endpoint at the same time. */
const AT_ONCE = 4
/** How far is looked behind those of accounts that are being told something already. */
const LOOK_AT = 16

/**
 * What has not been tried is due since the epoch, so it comes before what is tried again, in the order in which it was
 * written.
 */
const due = `
  select ${columns}, d.subject, e.url, e.failing_since, e.secret,
    case when e.previous_secret_until > $1 then e.previous_secret end as previous_secret
  from webhook_endpoints e
  cross join lateral (
    select d.* from webhook_deliveries d
    where d.endpoint_id = e.endpoint_id and d.state = 'waiting' and d.due_at <= $1
      and not exists (
        select from unnest($2::text[], $3::text[]) as b (endpoint_id, account_id)
        where b.endpoint_id = e.endpoint_id and b.account_id = d.account_id)
    order by d.due_at, d.number limit ${LOOK_AT}
  ) d
  where e.active
  order by d.due_at, d.number`

/** The oldest of each endpoint. What has not been tried is due since it happened, in real time. */
const dueSince = `
  select min(case when d.attempts > 0 then d.due_at
    else d.at - coalesce(a.ahead_ms, 0) * interval '1 millisecond' end) as since
  from webhook_endpoints e
  cross join lateral (
    select d.* from webhook_deliveries d
    where d.endpoint_id = e.endpoint_id and d.state = 'waiting' and d.due_at <= $1
    order by d.due_at, d.number limit 1
  ) d
  left join lateral (select a.ahead_ms from accounts a where a.account_id = d.account_id offset 0) a on true
  where e.active`

const forgetSome = `
  delete from webhook_deliveries where (account_id, event_id, endpoint_id) in
    (select account_id, event_id, endpoint_id from webhook_deliveries where at <= $1 order by at limit 5000)`

const named = 'account_id = $1 and event_id = $2 and endpoint_id = $3'

type DueRow = Row &
  Pick<DueDelivery, 'url' | 'failing_since'> & {
    readonly subject: string
    readonly secret: string
    readonly previous_secret: string | null
  }

function dueFrom({ subject, secret, previous_secret, url, failing_since, ...row }: DueRow): DueDelivery {
  const secrets = previous_secret === null ? [secret] : [secret, previous_secret]
  return {
    ...deliveryFrom(row),
    subject: subjectFrom(parseAnswer(subject) as Subject),
    url,
    failing_since,
    secrets,
  }
}

const subjectFrom = (subject: Subject): Subject =>
  subject.what === 'subscription'
    ? { ...subject, subscription: keptSubscription(subject.subscription) }
    : subject

/** Of an endpoint at most so many, with those that are under way, and of an account within it one. */
function inTurn(
  rows: readonly DueDelivery[],
  busy: readonly Pick<DeliveryName, 'endpoint'>[],
): DueDelivery[] {
  const room = new Map<string, number>()
  for (const { endpoint } of busy) room.set(endpoint, (room.get(endpoint) ?? AT_ONCE) - 1)
  const taken = new Set<string>()
  return rows.filter(({ endpoint, account }) => {
    const free = room.get(endpoint) ?? AT_ONCE
    const place = JSON.stringify([endpoint, account])
    if (free <= 0 || taken.has(place)) return false
    room.set(endpoint, free - 1)
    taken.add(place)
    return true
  })
}

type Deliveries = Pick<
  Registry,
  | 'insertDelivery'
  | 'delivery'
  | 'deliveries'
  | 'sendAgain'
  | 'dueDeliveries'
  | 'deliveriesDueSince'
  | 'keepVerdict'
  | 'forgetDeliveries'
>

export const webhookDeliveriesOn = (session: Session): Deliveries => ({
  async insertDelivery(endpoint, { account, event, type, subject, at }) {
    const [made] = await rowsOf<Row>(
      session,
      `insert into webhook_deliveries as d (account_id, event_id, endpoint_id, type, subject, at)
       values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
      [account, event, endpoint, type, answerText(subject), timestamp(at)],
    )
    if (!made) throw new Error(`the event ${event} was not written down`)
    return deliveryFrom(made)
  },

  async delivery(id) {
    const number = numberOf(id)
    if (number === null) return null
    const text = `select ${columns} from webhook_deliveries d where d.number = $1`
    const [found] = await rowsOf<Row>(session, text, [number])
    return found ? deliveryFrom(found) : null
  },

  async deliveries({ endpoint, state }, { limit, after }): Promise<Page<Delivery>> {
    const rows = await rowsOf<Row>(
      session,
      `select ${columns} from webhook_deliveries d
       where ($1::text is null or d.endpoint_id = $1) and ($2::webhook_delivery_state is null or d.state = $2)
         and ($3::bigint is null or d.number < $3)
       order by d.number desc limit $4`,
      [endpoint, state, after === null ? null : placeOf(after, isNumber), limit + 1],
    )
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map(deliveryFrom),
      next: rows.length > limit && last ? cursorOf(String(last.number)) : null,
    }
  },

  async sendAgain({ account, event, endpoint }) {
    const text = `update webhook_deliveries set state = 'waiting', attempts = 0, due_at = 'epoch' where ${named}`
    await session.query(text, [account, event, endpoint])
  },

  async dueDeliveries(now, busy) {
    const rows = await rowsOf<DueRow>(session, due, [
      timestamp(now),
      busy.map(({ endpoint }) => endpoint),
      busy.map(({ account }) => account),
    ])
    return inTurn(rows.map(dueFrom), busy)
  },

  async deliveriesDueSince(now) {
    return (await rowsOf<{ since: number | null }>(session, dueSince, [timestamp(now)]))[0]?.since ?? null
  },

  /** An attempt that began before the delivery was asked for anew says nothing of it. */
  async keepVerdict({ account, event, endpoint, attempts, failing_since }, { delivery, ...about }) {
    await session.query(
      `update webhook_deliveries set state = $5, attempts = $6, due_at = coalesce($7, due_at), last_attempt_at = $8,
         last_status = $9, last_error = $10
       where ${named} and attempts = $4 and state = 'waiting'`,
      [
        account,
        event,
        endpoint,
        attempts,
        delivery.state,
        delivery.attempts,
        timestamp(delivery.due_at),
        timestamp(delivery.last_attempt_at),
        delivery.last_status,
        delivery.last_error,
      ],
    )
    if (failing_since === about.failing_since && !about.gives_up) return
    await session.query(
      `update webhook_endpoints set failing_since = $2, active = active and not $3
       where endpoint_id = $1 and failing_since is not distinct from $4`,
      [endpoint, timestamp(about.failing_since), about.gives_up, timestamp(failing_since)],
    )
  },

  async forgetDeliveries(before) {
    for (let total = 0; ; ) {
      const { rowCount } = await session.query(forgetSome, [timestamp(before)])
      if (!rowCount) return total
      total += rowCount
    }
  },
})
