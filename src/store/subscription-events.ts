import type { Registry } from '../core/ports.ts'
import type { SubscriptionEvent } from '../core/subscriptions/subscription.ts'
import { cursorOf, placeOf } from './page.ts'
import { rowsOf, type Session, timestamp } from './session.ts'

type EventRow = Omit<SubscriptionEvent, 'detail'> & { readonly detail: string; readonly place: number }

/** Their order is that of the list, also after others that led to the same version. */
const insert = `
  insert into subscription_events (account_id, subscription_id, version, place, kind, detail, at)
  select n.account_id, n.subscription_id, n.version,
    row_number() over (partition by n.account_id, n.subscription_id, n.version order by n.number) + (
      select coalesce(max(e.place), 0) from subscription_events e
      where e.account_id = n.account_id and e.subscription_id = n.subscription_id and e.version = n.version),
    n.kind, n.detail, n.at
  from unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::timestamptz[])
    with ordinality as n (account_id, subscription_id, version, kind, detail, at, number)`

type Place = readonly [version: number, place: number]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 2 &&
  place.every((part) => Number.isInteger(part) && part < 2 ** 31)

type Events = Pick<Registry, 'insertSubscriptionEvents' | 'subscriptionEvents'>

export const subscriptionEventsOn = (session: Session): Events => ({
  async insertSubscriptionEvents(events) {
    if (events.length === 0) return
    await session.query(insert, [
      events.map(({ account }) => account),
      events.map(({ subscription }) => subscription),
      events.map(({ version }) => version),
      events.map(({ kind }) => kind),
      events.map(({ detail }) => JSON.stringify(detail)),
      events.map(({ at }) => timestamp(at)),
    ])
  },

  async subscriptionEvents(account, subscription, { limit, after }) {
    const [version, place] = after === null ? [null, null] : placeOf(after, isPlace)
    const rows = await rowsOf<EventRow>(
      session,
      `select account_id as account, subscription_id as subscription, version, place, kind, detail, at
       from subscription_events
       where account_id = $1 and subscription_id = $2
         and ($3::integer is null or (version, place) < ($3, $4::integer))
       order by version desc, place desc limit $5`,
      [account, subscription, version, place, limit + 1],
    )
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map(({ place: _, detail, ...event }) => ({ ...event, detail: JSON.parse(detail) })),
      next: rows.length > limit && last ? cursorOf([last.version, last.place]) : null,
    }
  },
})
