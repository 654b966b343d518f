import type { Registry } from '../../core/ports.ts'
import type { Plan, PlanPricing } from '../../core/subscriptions/plan.ts'
import { answerText, parseAnswer } from '../ledger/answer-json.ts'
import { cursorOf, isTime, placeOf } from '../page.ts'
import { preparedRowsOf, rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = `plan_id as id, name, credit_type, currency, gives_to, pricing, bonus_micro, days_until_due, created_at,
  archived_at`

type PlanRow = Omit<Plan, 'pricing'> & { readonly pricing: string }

const planFrom = (row: PlanRow): Plan => ({ ...row, pricing: parseAnswer(row.pricing) as PlanPricing })

/** The product gives the ids, so they don't tell which plan is newer. */
type Place = readonly [created_at: number, id: string]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 2 &&
  isTime(place[0]) &&
  typeof place[1] === 'string' &&
  !place[1].includes('\u0000')

const onePlan = { name: 'plan', text: `select ${columns} from plans where plan_id = $1` }

type Plans = Pick<Registry, 'insertPlan' | 'archivePlan' | 'plan' | 'plans' | 'planFor'>

export const plansOn = (session: Session): Plans => {
  const found = async (condition: string, values: unknown[]): Promise<Plan[]> =>
    (await rowsOf<PlanRow>(session, `select ${columns} from plans where ${condition}`, values)).map(planFrom)
  return {
    async insertPlan(plan) {
      const made = await rowsOf(
        session,
        `insert into plans (plan_id, name, credit_type, currency, gives_to, pricing, bonus_micro, days_until_due,
           created_at, archived_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (plan_id) do nothing returning 1`,
        [
          plan.id,
          plan.name,
          plan.credit_type,
          plan.currency,
          plan.gives_to,
          answerText(plan.pricing),
          plan.bonus_micro,
          plan.days_until_due,
          timestamp(plan.created_at),
          timestamp(plan.archived_at),
        ],
      )
      return made.length === 1
    },

    async archivePlan(id, at) {
      const text = 'update plans set archived_at = $2 where plan_id = $1 and archived_at is null'
      await session.query(text, [id, timestamp(at)])
    },

    async plan(id) {
      const [row] = await preparedRowsOf<PlanRow>(session, onePlan, [id])
      return row ? planFrom(row) : null
    },

    async plans(credit_type, { limit, after }) {
      const [created_at, id] = after === null ? [null, null] : placeOf(after, isPlace)
      const rows = await found(
        `($1::text is null or credit_type = $1)
           and ($2::timestamptz is null or (created_at, plan_id) < ($2, $3::text))
         order by created_at desc, plan_id desc limit $4`,
        [credit_type, timestamp(created_at), id, limit + 1],
      )
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return { items, next: rows.length > limit && last ? cursorOf([last.created_at, last.id]) : null }
    },

    async planFor(credit_type, gives_to) {
      const [newest] = await found(
        `credit_type = $1 and ($2::text is null or gives_to = $2) and archived_at is null
         order by created_at desc, plan_id desc limit 1`,
        [credit_type, gives_to],
      )
      return newest ?? null
    },
  }
}
