import type { Happening } from '../../core/webhooks/happening.ts'
import { answerText } from '../ledger/answer-json.ts'
import { timestamp } from '../session/session.ts'

/**
 * Writes what happened for each endpoint that listens, within the statement or the transaction that writes that it
 * happened. Where there are no endpoints it writes nothing. `happened` is what has the columns of `HAPPENED` and the
 * order that they are to be told in, as `number`.
 */
export const telling = (happened: string): string => `
  insert into webhook_deliveries (account_id, event_id, endpoint_id, type, subject, at)
  select h.account_id, h.event_id, e.endpoint_id, h.type, h.subject, h.at
  from ${happened} h
  cross join lateral (
    select e.endpoint_id from webhook_endpoints e
    where e.active and (e.types is null or h.type = any (e.types)) offset 0
  ) e
  order by h.number`

/** The happenings as arrays, from the parameter of that number on; once for each row of what they hang on. */
export const happened = (first: number, upon = ''): string => {
  const types = ['text', 'text', 'text', 'text', 'timestamptz']
  const arrays = types.map((type, i) => `$${first + i}::${type}[]`)
  return `(select n.* from ${upon === '' ? '' : `${upon} cross join `}unnest(${arrays.join(', ')})
    with ordinality as n (account_id, event_id, type, subject, at, number))`
}

export const happenedValues = (happenings: readonly Happening[]): unknown[] => [
  happenings.map(({ account }) => account),
  happenings.map(({ event }) => event),
  happenings.map(({ type }) => type),
  happenings.map(({ subject }) => answerText(subject)),
  happenings.map(({ at }) => timestamp(at)),
]
