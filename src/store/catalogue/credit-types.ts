import type { CreditType } from '../../core/catalogue/credit-type.ts'
import type { Lock, Registry } from '../../core/ports.ts'
import { idAfter, pageOf } from '../page.ts'
import { lockClause } from '../session/lock-clause.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = 'credit_type as id, name, unit, unit_price_micro, currency, expiry, created_at'

type CreditTypes = Pick<Registry, 'insertCreditType' | 'updateCreditType' | 'creditType' | 'creditTypes'>

export const creditTypesOn = (session: Session): CreditTypes => ({
  async insertCreditType({ id, name, unit, unit_price_micro, currency, expiry, created_at }) {
    const made = await rowsOf(
      session,
      `insert into credit_types (credit_type, name, unit, unit_price_micro, currency, expiry, created_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (credit_type) do nothing returning 1`,
      [id, name, unit, unit_price_micro, currency, JSON.stringify(expiry), timestamp(created_at)],
    )
    return made.length === 1
  },

  async updateCreditType({ id, name, unit, unit_price_micro, currency, expiry }) {
    await session.query(
      `update credit_types set name = $2, unit = $3, unit_price_micro = $4, currency = $5, expiry = $6
       where credit_type = $1`,
      [id, name, unit, unit_price_micro, currency, JSON.stringify(expiry)],
    )
  },

  async creditType(id: string, lock?: Lock) {
    const text = `select ${columns} from credit_types where credit_type = $1 ${lockClause(lock)}`
    return (await rowsOf<CreditType>(session, text, [id]))[0] ?? null
  },

  async creditTypes(page) {
    const text = `select ${columns} from credit_types where credit_type > $1 order by credit_type limit $2`
    const rows = await rowsOf<CreditType>(session, text, [idAfter(page) ?? '', page.limit + 1])
    return pageOf(rows, page)
  },
})
