import type { Registry } from '../../core/ports.ts'
import type { Mark } from '../../core/purchases/records.ts'
import { preparedRowsOf, rowsOf, type Session, timestamp } from '../session/session.ts'

type PaymentEvents = Pick<Registry, 'noteEvent' | 'notedEvents' | 'forgetEvents' | 'mark' | 'setMark'>

const note = {
  name: 'note_event',
  text: `insert into payment_events (event_id, seen_at) values ($1, $2)
    on conflict (event_id) do nothing returning 1`,
}

const noted = {
  name: 'noted_events',
  text: 'select event_id from payment_events where event_id = any ($1::text[])',
}

/** What is known of the payment's side: events that were settled, and up to when all of them were. */
export const paymentEventsOn = (session: Session): PaymentEvents => ({
  async noteEvent(id, now) {
    return (await preparedRowsOf(session, note, [id, timestamp(now)])).length === 1
  },

  async notedEvents(ids) {
    const rows = await preparedRowsOf<{ event_id: string }>(session, noted, [ids])
    return new Set(rows.map(({ event_id }) => event_id))
  },

  async forgetEvents(before) {
    const text = 'delete from payment_events where seen_at <= $1'
    return (await session.query(text, [timestamp(before)])).rowCount ?? 0
  },

  async mark(name) {
    return (await rowsOf<Mark>(session, 'select at, found from marks where name = $1', [name]))[0] ?? null
  },

  /** Another server may have come further meanwhile. */
  async setMark(name, { at, found }) {
    await session.query(
      `insert into marks as known (name, at, found) values ($1, $2, $3)
       on conflict (name) do update set at = excluded.at, found = excluded.found where known.at <= excluded.at`,
      [name, timestamp(at), found],
    )
  },
})
