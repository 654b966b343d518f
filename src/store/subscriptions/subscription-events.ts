import type { Registry } from '../../core/ports.ts'
import type { SubscriptionEvent } from '../../core/subscriptions/subscription.ts'
import type { Subject } from '../../core/webhooks/happening.ts'
import { answerText } from '../ledger/answer-json.ts'
import { cursorOf, placeOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'
import { telling } from '../webhooks/webhook-happenings.ts'

type EventRow = Omit<SubscriptionEvent, 'detail'> & { readonly detail: string; readonly place: number }

/** Its place is after others that led to the same version, and with it comes the id that everybody is told it by. */
const insert = `
  with written as (
    insert into subscription_events (account_id, subscription_id, version, place, kind, detail, at)
    select $1::text, $2::text, $3::integer, coalesce(max(e.place), 0) + 1, $4::text, $5::text, $6::timestamptz
    from subscription_events e
    where e.account_id = $1 and e.subscription_id = $2 and e.version = $3
    returning place
  )
  ${telling(`(
    select $1::text as account_id, concat_ws('_', 'evt', $2::text, $3::integer, place) as event_id,
      'subscription.' || $4::text as type, $7::text as subject, $6::timestamptz as at, 1 as number
    from written)`)}`

type Place = readonly [version: number, place: number]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 2 &&
  place.every((part) => Number.isInteger(part) && part < 2 ** 31)

type Events = Pick<Registry, 'insertSubscriptionEvent' | 'subscriptionEvents'>

export const subscriptionEventsOn = (session: Session): Events => ({
  async insertSubscriptionEvent(event, subscription) {
    const { account, subscription: id, version, kind, detail, at } = event
    const subject: Subject = { what: 'subscription', subscription, event }
    await session.query(insert, [
      account,
      id,
      version,
      kind,
      JSON.stringify(detail),
      timestamp(at),
      answerText(subject),
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
