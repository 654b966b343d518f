import type { Registry } from '../../core/ports.ts'
import type { Seat } from '../../core/subscriptions/seat.ts'
import { preparedRowsOf, rowsOf, type Session } from '../session/session.ts'

const columns = `account_id as account, subscription_id as subscription, seat_id as id, member_id as member,
  grant_id as "grant", allotment_micro, bonus_micro, ended`

/** Who is to get a seat may have another one until then, so those that change hands are given up first. */
const giveUp = `
  update seats s set member_id = null
  from unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) as n (account_id, seat_id, member_id, ended)
  where s.account_id = n.account_id and s.seat_id = n.seat_id and s.member_id is not null
    and (n.ended or s.member_id is distinct from n.member_id)`

const TYPES = ['text', 'text', 'text', 'boolean', 'text', 'text', 'bigint', 'bigint']

/** Writes seats, given as arrays from the parameter of that number on; once for each row of what they hang on. */
export const put = (first: number, upon = ''): string => `
  insert into seats
    (account_id, seat_id, member_id, ended, subscription_id, grant_id, allotment_micro, bonus_micro)
  select n.* from ${upon === '' ? '' : `${upon} cross join `}unnest(
    ${TYPES.map((type, i) => `$${first + i}::${type}[]`).join(', ')}) n
  on conflict (account_id, seat_id) do update
    set member_id = excluded.member_id, ended = excluded.ended, grant_id = excluded.grant_id,
      allotment_micro = excluded.allotment_micro, bonus_micro = excluded.bonus_micro`

/** Who has which seat. */
const handsOf = (seats: readonly Seat[]): unknown[] => [
  seats.map(({ account }) => account),
  seats.map(({ id }) => id),
  seats.map(({ member }) => member),
  seats.map(({ ended }) => ended),
]

export const seatValues = (seats: readonly Seat[]): unknown[] => [
  ...handsOf(seats),
  seats.map(({ subscription }) => subscription),
  seats.map(({ grant }) => grant),
  seats.map(({ allotment_micro }) => allotment_micro),
  seats.map(({ bonus_micro }) => bonus_micro),
]

/** One step may touch a seat more than once; what it came to is what counts. */
export const atLast = (given: readonly Seat[]): readonly Seat[] => [
  ...new Map(given.map((seat) => [JSON.stringify([seat.account, seat.id]), seat])).values(),
]

/** Those who had the seat before may have been removed long ago: taking it from them is another matter. */
const removed = `
  select from unnest($2::text[], $3::text[]) as n (seat_id, member_id)
  join members m on m.account_id = $1 and m.member_id = n.member_id and m.status = 'removed'
  where not exists (
    select from seats s where s.account_id = $1 and s.seat_id = n.seat_id and s.member_id = n.member_id)
  limit 1`

/**
 * Who has seats, and whether the account wants one, must stay as they are read until the answer is written. Whoever
 * comes second reads what the first one wrote.
 */
const lockAccount = 'select from accounts where account_id = $1 for no key update'

const restate = `
  update members m set own_only = not m.own_only
  from (
    select a.seatless = 'nothing' and exists (
      select from subscriptions s
      where s.account_id = $1 and s.gives_to = 'seats' and s.status in ('active', 'past_due')) as wanted
    from accounts a where a.account_id = $1
  ) seat
  where m.account_id = $1 and m.own_only <> (
    seat.wanted and m.member_id not in (
      select t.member_id from seats t where t.account_id = $1 and t.member_id is not null and not t.ended))`

const seatsOf = {
  name: 'seats',
  text: `select ${columns} from seats
    where account_id = $1 and subscription_id = $2 and not ended order by seat_id`,
}

type Seats = Pick<Registry, 'seats' | 'putSeats' | 'givesToRemoved' | 'seatsOfMember' | 'restateDraws'>

export const seatsOn = (session: Session): Seats => {
  const found = (condition: string, values: unknown[]) =>
    rowsOf<Seat>(session, `select ${columns} from seats where ${condition}`, values)
  return {
    seats: (account, subscription) => preparedRowsOf<Seat>(session, seatsOf, [account, subscription]),

    async putSeats(given) {
      const seats = atLast(given)
      if (seats.length === 0) return
      if (seats.length > 1) await session.query(giveUp, handsOf(seats))
      await session.query(put(1), seatValues(seats))
    },

    async givesToRemoved(account, given) {
      const seats = atLast(given).filter(({ member, ended }) => member !== null && !ended)
      if (seats.length === 0) return false
      // Whoever adds or removes a member locks the account first.
      await session.query(lockAccount, [account])
      const hands = [account, seats.map(({ id }) => id), seats.map(({ member }) => member)]
      return (await rowsOf(session, removed, hands)).length > 0
    },

    seatsOfMember: (account, member) =>
      found('account_id = $1 and member_id = $2 and not ended order by seat_id', [account, member]),

    async restateDraws(account) {
      await session.query(lockAccount, [account])
      await session.query(restate, [account])
    },
  }
}
