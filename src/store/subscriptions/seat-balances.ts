import type { Instant } from '../../core/instant.ts'
import type { Registry } from '../../core/ports.ts'
import { creditsEnd } from '../../core/subscriptions/calendar.ts'
import type { Life, SeatBalance } from '../../core/subscriptions/overview.ts'
import { SEAT_PRIORITY } from '../../core/subscriptions/seat.ts'
import type { Subscription } from '../../core/subscriptions/subscription.ts'
import { idAfter, pageOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

/**
 * Besides the seat's present grant its holder can draw what came back to earlier ones of this month, by a hold that was
 * released after an upgrade, say: all of them end when the month does. An expiry that nobody has posted yet leaves nothing.
 */
const balances = `
  with open as (
    select coalesce(scope_member, '') as holder, sum(remaining_micro) as remaining_micro
    from grants
    where account_id = $1 and source = 'subscription' and priority = ${SEAT_PRIORITY} and state = 'open'
      and credit_type = (select credit_type from subscriptions where account_id = $1 and subscription_id = $2)
      and expires_at = $4 and expires_at > $3
    group by 1
  )
  select s.account_id as account, s.subscription_id as subscription, s.seat_id as id, s.member_id as member,
    s.grant_id as "grant", s.allotment_micro, s.bonus_micro, s.ended,
    least(coalesce(o.remaining_micro, 0), s.allotment_micro)::bigint as remaining_micro
  from seats s
  join subscriptions u on u.account_id = s.account_id and u.subscription_id = s.subscription_id
  left join open o on o.holder = case u.gives_to when 'seats' then coalesce(s.member_id, '#' || s.seat_id) else '' end
  where s.account_id = $1 and s.subscription_id = $2 and not s.ended and ($5::text is null or s.seat_id > $5)
  order by s.seat_id limit $6`

const life = `
  select coalesce(sum(credits_micro - revoked_micro), 0)::bigint as purchased_micro from purchases
  where account_id = $1 and credit_type = $2 and granted_at is not null`

type Balances = Pick<Registry, 'seatBalances' | 'seatsPage' | 'toppedUp'>

const monthOf = (subscription: Subscription, now: Instant): unknown[] => {
  const ends_at = subscription.month < 0 ? null : creditsEnd(subscription)
  return [subscription.account, subscription.id, timestamp(now), timestamp(ends_at)]
}

export const seatBalancesOn = (session: Session): Balances => ({
  seatBalances: (subscription, now) =>
    rowsOf<SeatBalance>(session, balances, [...monthOf(subscription, now), null, null]),

  async seatsPage(subscription, now, page) {
    const values = [...monthOf(subscription, now), idAfter(page), page.limit + 1]
    return pageOf(await rowsOf<SeatBalance>(session, balances, values), page)
  },

  async toppedUp(account, credit_type) {
    const [row] = await rowsOf<Life>(session, life, [account, credit_type])
    return row ?? { purchased_micro: 0n }
  },
})
