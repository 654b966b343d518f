import type { Registry } from '../../core/ports.ts'
import type { Price, PriceScheme } from '../../core/pricing/price.ts'
import { answerText, parseAnswer } from '../ledger/answer-json.ts'
import { idAfter, pageOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = 'price_id as id, credit_type, currency, terms, created_at, archived_at'

type PriceRow = Omit<Price, 'terms'> & { readonly terms: string }

const priceFrom = (row: PriceRow): Price => ({ ...row, terms: parseAnswer(row.terms) as PriceScheme })

type Prices = Pick<Registry, 'insertPrice' | 'archivePrice' | 'price' | 'prices'>

export const pricesOn = (session: Session): Prices => ({
  async insertPrice({ id, credit_type, currency, terms, created_at, archived_at }) {
    const made = await rowsOf(
      session,
      `insert into prices (price_id, credit_type, currency, terms, created_at, archived_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (price_id) do nothing returning 1`,
      [id, credit_type, currency, answerText(terms), timestamp(created_at), timestamp(archived_at)],
    )
    return made.length === 1
  },

  async archivePrice(id, at) {
    const text = 'update prices set archived_at = $2 where price_id = $1 and archived_at is null'
    await session.query(text, [id, timestamp(at)])
  },

  async price(id) {
    const text = `select ${columns} from prices where price_id = $1`
    const [row] = await rowsOf<PriceRow>(session, text, [id])
    return row ? priceFrom(row) : null
  },

  async prices(credit_type, page) {
    const rows = await rowsOf<PriceRow>(
      session,
      `select ${columns} from prices
       where price_id > $1 and ($2::text is null or credit_type = $2) order by price_id limit $3`,
      [idAfter(page) ?? '', credit_type, page.limit + 1],
    )
    return pageOf(rows.map(priceFrom), page)
  },
})
