import type { Registry } from '../../core/ports.ts'
import type { Subscription, SubscriptionEvent } from '../../core/subscriptions/subscription.ts'
import type { Subject } from '../../core/webhooks/happening.ts'
import { answerText } from '../ledger/answer-json.ts'
import { cursorOf, placeOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'
import { telling } from '../webhooks/webhook-happenings.ts'

type EventRow = Omit<SubscriptionEvent, 'detail'> & { readonly detail: string; readonly place: number }

/**
 * Writes what happened, and tells of it: as the parts of a statement, from the parameter of that number on, and once for
 * each row of what it hangs on. Its place is after others that led to the same version, and with it comes the id that
 * everybody is told it by.
 */
export const noted = (first: number, upon = ''): { readonly event: string; readonly told: string } => {
  const [account, id, version, kind, detail, at, subject] = [
    'text',
    'text',
    'integer',
    'text',
    'text',
    'timestamptz',
    'text',
  ].map((type, i) => `$${first + i}::${type}`)
  return {
    event: `
      insert into subscription_events (account_id, subscription_id, version, place, kind, detail, at)
      select ${account}, ${id}, ${version}, e.place + 1, ${kind}, ${detail}, ${at}
      from ${upon === '' ? '' : `${upon} cross join `}lateral (
        select coalesce(max(e.place), 0) as place from subscription_events e
        where e.account_id = ${account} and e.subscription_id = ${id} and e.version = ${version}
      ) e
      returning place`,
    told: telling(`(
      select ${account} as account_id, concat_ws('_', 'evt', ${id}, ${version}, place) as event_id,
        'subscription.' || ${kind} as type, ${subject} as subject, ${at} as at, 1 as number
      from noted)`),
  }
}

export const notedValues = (event: SubscriptionEvent, subscription: Subscription): unknown[] => {
  const { account, subscription: id, version, kind, detail, at } = event
  const subject: Subject = { what: 'subscription', subscription, event }
  return [account, id, version, kind, JSON.stringify(detail), timestamp(at), answerText(subject)]
}

const { event: noting, told } = noted(1)
const insert = `with noted as (${noting}) ${told}`

type Place = readonly [version: number, place: number]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 2 &&
  place.every((part) => Number.isInteger(part) && part > 0 && part < 2 ** 31)

type Events = Pick<Registry, 'insertSubscriptionEvent' | 'subscriptionEvents'>

export const subscriptionEventsOn = (session: Session): Events => ({
  async insertSubscriptionEvent(event, subscription) {
    await session.query(insert, notedValues(event, subscription))
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
