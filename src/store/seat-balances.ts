import type { Registry } from '../core/ports.ts'
import type { Life, SeatBalance } from '../core/subscriptions/overview.ts'
import { rowsOf, type Session, timestamp } from './session.ts'

/** An expiry that nobody has posted yet leaves nothing either. */
const balances = `
  select s.account_id as account, s.subscription_id as subscription, s.seat_id as id, s.member_id as member,
    s.grant_id as "grant", s.allotment_micro, s.bonus_micro, s.ended,
    coalesce(g.remaining_micro, 0)::bigint as remaining_micro
  from seats s
  left join grants g on g.account_id = s.account_id and g.grant_id = s.grant_id and g.state = 'open'
    and (g.expires_at is null or g.expires_at > $3)
  where s.account_id = $1 and s.subscription_id = $2 and not s.ended
  order by s.seat_id`

const life = `
  select coalesce(sum(credits_micro - revoked_micro), 0)::bigint as purchased_micro from purchases
  where account_id = $1 and credit_type = $2 and granted_at is not null`

export const seatBalancesOn = (session: Session): Pick<Registry, 'seatBalances' | 'toppedUp'> => ({
  seatBalances: (account, subscription, now) =>
    rowsOf<SeatBalance>(session, balances, [account, subscription, timestamp(now)]),

  async toppedUp(account, credit_type) {
    const [row] = await rowsOf<Life>(session, life, [account, credit_type])
    return row ?? { purchased_micro: 0n }
  },
})
