import type pg from 'pg'
import type { AllotCommand } from '../../src/core/ledger/command.ts'
import { UNSCOPED } from '../../src/core/ledger/grant.ts'
import type { Allotment, Deal } from '../../src/core/subscriptions/seat.ts'
import { answerText } from '../../src/store/ledger/answer-json.ts'

const HOUR = 3_600_000
/** What the seats of a subscription have ends at the same moment. */
const MONTH = HOUR * 720

const FREE = '#seat_free'
const subscriptionTo = (credit_type: string): string => `sub_${credit_type}`

/** What is to be done to some of the grants, told by three small numbers; any grant may be taken of, or none. */
export function allotmentOf(
  account: string,
  credit_type: string,
  grants: readonly { readonly id: string; readonly source: string }[],
  [a, b, c]: readonly [number, number, number],
  now: number,
  mint: (prefix: string) => string,
): Allotment {
  const granted = grants.filter(({ source }) => source === 'subscription')
  const deals = Array.from({ length: 1 + (b % 3) }, (_, i): Deal => {
    const among = (a + i) % 4 ? granted : grants
    const take = (c + i) % 5 === 0 ? null : (among[(a >> i) % (among.length || 1)]?.id ?? 'grt_none')
    if ((b + i) % 7 === 0) return { take, give: null }
    const amount_micro = (a + b + i) % 3 === 0 ? 0n : BigInt(1 + ((a * 7 + i) % 300))
    const expires_at = now + [HOUR * (1 + (b % 900)), HOUR * 24, c % 3, MONTH - (now % MONTH)][(c >> 2) % 4]!
    // Somebody's seat, one that nobody has, or the credits of the whole account.
    const member = ['ann', 'bob', `${FREE}_${credit_type}`, null][(c + b + i) % 4] as string | null
    const give = { grant: mint('grt_seat'), scope: { ...UNSCOPED, member }, amount_micro, expires_at }
    // Mostly what a seat was given; now and then nothing says how much that is.
    const most_micro = BigInt((a * 11 + c) % 700)
    return { take, give: c % 6 === 5 ? give : { ...give, most_micro } }
  })
  return { account, id: mint('alt'), subscription: subscriptionTo(credit_type), credit_type, deals, at: now }
}

/** What does it; without one, what names none that is there. */
export const allotOf = (account: string, allotment?: Allotment): AllotCommand => ({
  kind: 'allot',
  account,
  credit_type: allotment?.credit_type ?? 'never',
  allotment: allotment?.id ?? 'alt_none',
  deals: allotment?.deals ?? [],
})

/** Writes it down as a step of a subscription does, with the seats that its grants are for. */
export async function writeAllotment(pool: pg.Pool, allotment: Allotment): Promise<void> {
  const { account, id, subscription, credit_type, deals } = allotment
  await writeSubscription(pool, account, credit_type)
  const at = new Date(allotment.at).toISOString()
  await pool.query(
    `insert into allotments (account_id, allotment_id, subscription_id, credit_type, deals, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [account, id, subscription, credit_type, answerText(deals), at],
  )
  for (const { give } of deals) {
    const member = give?.scope.member
    if (!give || !member) continue
    const isFree = member.startsWith(FREE)
    const [seat, holder] = isFree ? [member.slice(1), null] : [`seat_${member}_${credit_type}`, member]
    await pool.query(
      `insert into seats (account_id, subscription_id, seat_id, member_id, grant_id, allotment_micro, bonus_micro)
       values ($1, $2, $3, $4, $5, $6, 0)
       on conflict (account_id, seat_id) do update set grant_id = excluded.grant_id`,
      [account, subscription, seat, holder, give.grant, 10n ** 15n],
    )
  }
}

/** One that has ended, so that there may be many. */
export async function writeSubscription(pool: pg.Pool, account: string, credit_type: string): Promise<void> {
  await pool.query(
    `insert into subscriptions (account_id, subscription_id, plan_id, credit_type, currency, gives_to, collection,
       dialect, status, seats, credits_micro, billing_interval, bonus_micro, period_month, period_months, month,
       cancel_at_period_end, attempts, version, created_at, updated_at)
     values ($1, $2, 'pla_walk', $3, 'usd', 'seats', 'charge_automatically', 'native', 'canceled', 1, 1, 'month', 0, 0,
       1, -1, false, 0, 1, '2026-01-01', '2026-01-01')
     on conflict do nothing`,
    [account, subscriptionTo(credit_type), credit_type],
  )
}
