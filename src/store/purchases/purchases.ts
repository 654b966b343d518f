import type { Registry } from '../../core/ports.ts'
import type { Purchase, Transition } from '../../core/purchases/purchase.ts'
import { purchaseHappenings } from '../../core/webhooks/happening.ts'
import { dueByOwnClock } from '../accounts/own-clock.ts'
import { pageOf } from '../page.ts'
import { arraysOf, rowsOf, type Session, timestamp } from '../session/session.ts'
import { happened, happenedValues, telling } from '../webhooks/webhook-happenings.ts'
import { purchaseList } from './purchase-list.ts'
import {
  expiryColumn,
  factsText,
  linesText,
  PURCHASE_WIDTH,
  purchaseColumns,
  purchaseFrom,
  transitionColumns,
  transitionFrom,
} from './purchase-rows.ts'

const columns = purchaseColumns('p')

export const dueChecks = `
  select p.*, due.ahead_ms
  from (${dueByOwnClock({ table: 'purchases', id: 'purchase_id', at: 'check_at' })}) due
  cross join lateral (
    select ${columns} from purchases p where p.account_id = due.account_id and p.purchase_id = due.id offset 0
  ) p
  order by due.since`

/** How often an identical attempt may end between our insert and our look at it before something else is wrong. */
const ATTEMPTS = 5

type Purchases = Pick<
  Registry,
  | 'insertPurchase'
  | 'purchase'
  | 'attempted'
  | 'attempts'
  | 'endAttempt'
  | 'purchases'
  | 'transitions'
  | 'lockPurchase'
  | 'dueChecks'
>

export const purchasesOn = (session: Session): Purchases => {
  const found = async (condition: string, values: unknown[]): Promise<Purchase[]> =>
    (await arraysOf(session, `select ${columns} from purchases p where ${condition}`, values)).map(
      purchaseFrom,
    )
  const one = async (condition: string, values: unknown[]) => (await found(condition, values))[0] ?? null
  const attempted = (account: string, attempt: string | null) =>
    one('p.account_id = $1 and p.attempt = $2', [account, attempt])
  /** One after the other, so that each sees what the one before it wrote, ended or not. */
  const madeSince = async ({ account, attempt }: Purchase, attempts: number): Promise<Purchase | null> => {
    await session.query('select from accounts where account_id = $1 for no key update', [account])
    const identical = 'p.account_id = $1 and p.attempted = $2'
    return one(`${identical} order by p.created_at, p.purchase_id offset $3 limit 1`, [
      account,
      attempt,
      attempts,
    ])
  }
  return {
    attempted,

    async attempts(account, attempt) {
      const text = 'select count(*)::integer from purchases p where p.account_id = $1 and p.attempted = $2'
      const [row] = await arraysOf(session, text, [account, attempt])
      return row?.[0] as number
    },

    async endAttempt(account, purchase) {
      await session.query('update purchases set attempt = null where account_id = $1 and purchase_id = $2', [
        account,
        purchase,
      ])
    },

    async insertPurchase(purchase, transitions, attempts) {
      const since = attempts === undefined ? null : await madeSince(purchase, attempts)
      if (since) return since
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        if (await insert(session, purchase)) {
          await insertTransitions(session, purchase, transitions)
          return 'inserted'
        }
        const same = await attempted(purchase.account, purchase.attempt)
        if (same) return same
      }
      throw new Error(`an attempt identical to the purchase ${purchase.id} comes and goes`)
    },

    purchase: (account, id) => one('p.account_id = $1 and p.purchase_id = $2', [account, id]),

    lockPurchase: (account, id) =>
      one('p.account_id = $1 and p.purchase_id = $2 for no key update', [account, id]),

    async purchases(account, filter, page) {
      const { condition, values } = purchaseList(account, filter, page)
      return pageOf(await found(condition, values), page)
    },

    async transitions(account, purchase) {
      const text = `select ${transitionColumns('t')} from purchase_transitions t
        where t.account_id = $1 and t.purchase_id = $2 order by t.seq`
      return (await arraysOf(session, text, [account, purchase])).map(transitionFrom)
    },

    async dueChecks(now, limit) {
      const rows = await arraysOf(session, dueChecks, [timestamp(now), limit])
      return rows.map((row) => ({ purchase: purchaseFrom(row), ahead_ms: Number(row[PURCHASE_WIDTH]) }))
    },
  }
}

/** Waits for another transaction that writes the same attempt, and then makes way for it. */
async function insert(session: Session, purchase: Purchase): Promise<boolean> {
  const { facts } = purchase
  const made = await rowsOf(
    session,
    `insert into purchases (account_id, purchase_id, credit_type, credits_micro, price_minor, currency, price_id,
       unit_price_micro, paying_by, payment_method, success_url, cancel_url, dialect, source, member_id, description,
       expiry, expires_at, grant_id, attempt, state, facts, total_minor, invoice_id, check_at, created_at, updated_at,
       subscription_id, lines, days_until_due, attempted)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
       $23, $24, $25, $26, $27, $28, $29, $30, $20)
     on conflict (account_id, attempt) where attempt is not null do nothing returning 1`,
    [
      purchase.account,
      purchase.id,
      purchase.credit_type,
      purchase.credits_micro,
      purchase.price_minor,
      purchase.currency,
      purchase.price,
      purchase.unit_price_micro,
      purchase.paying_by,
      purchase.payment_method,
      purchase.success_url,
      purchase.cancel_url,
      purchase.dialect,
      purchase.source,
      purchase.member,
      purchase.description,
      expiryColumn(purchase),
      timestamp(purchase.expires_at ?? null),
      purchase.grant,
      purchase.attempt,
      purchase.state,
      factsText(facts),
      facts.total_minor,
      facts.invoice?.id ?? null,
      timestamp(purchase.check_at),
      timestamp(purchase.created_at),
      timestamp(purchase.updated_at),
      purchase.subscription,
      linesText(purchase.lines),
      purchase.days_until_due,
    ],
  )
  return made.length === 1
}

async function insertTransitions(
  session: Session,
  purchase: Purchase,
  transitions: readonly Transition[],
): Promise<void> {
  await session.query(
    `with told as (${telling(happened(8))})
     insert into purchase_transitions (account_id, purchase_id, seq, from_state, to_state, cause, at)
     select * from unnest(
       $1::text[], $2::text[], $3::integer[], $4::purchase_state[], $5::purchase_state[], $6::text[], $7::timestamptz[])`,
    [
      transitions.map(({ account }) => account),
      transitions.map(({ purchase }) => purchase),
      transitions.map(({ seq }) => seq),
      transitions.map(({ from }) => from),
      transitions.map(({ to }) => to),
      transitions.map(({ cause }) => cause),
      transitions.map(({ at }) => timestamp(at)),
      ...happenedValues(purchaseHappenings(purchase, transitions)),
    ],
  )
}
