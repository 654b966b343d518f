import type { Registry } from '../../core/ports.ts'
import type { Purchase, Transition } from '../../core/purchases/purchase.ts'
import { purchaseHappenings } from '../../core/webhooks/happening.ts'
import { dueByOwnClock } from '../accounts/own-clock.ts'
import { pageOf } from '../page.ts'
import { arraysOf, places, rowsOf, type Session, timestamp } from '../session/session.ts'
import { happened, happenedValues, telling } from '../webhooks/webhook-happenings.ts'
import { purchaseList } from './purchase-list.ts'
import {
  INSERTED,
  insertedValues,
  PURCHASE_WIDTH,
  purchaseColumns,
  purchaseFrom,
  TRANSITION,
  transitionColumns,
  transitionFrom,
  transitionRows,
  transitionValues,
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
  const text = `insert into purchases (${INSERTED.join(', ')}) values (${places(1, INSERTED.length)})
    on conflict (account_id, attempt) where attempt is not null do nothing returning 1`
  return (await rowsOf(session, text, insertedValues(purchase))).length === 1
}

async function insertTransitions(
  session: Session,
  purchase: Purchase,
  transitions: readonly Transition[],
): Promise<void> {
  await session.query(
    `with told as (${telling(happened(8))})
     insert into purchase_transitions (${TRANSITION.join(', ')}) select * from ${transitionRows(1)}`,
    [...transitionValues(transitions), ...happenedValues(purchaseHappenings(purchase, transitions))],
  )
}
