import { expect } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import type { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { type Answer, must } from '../harness/wire.ts'

export const kinds = ['start', 'change', 'renewal'] as const
export type Kind = (typeof kinds)[number]
/** Nobody asks for a renewal: its time comes. */
export type Asked = Exclude<Kind, 'renewal'>

/** Every call that a bill's charge makes. */
export const charging = [
  '/v1/invoices',
  '/v1/invoiceitems',
  '/v1/invoices/*/finalize',
  '/v1/payment_intents/*',
  '/v1/invoices/*/pay',
]

/** What a subscription of two seats at ten dollars each has come to. */
export interface Come {
  readonly status: string
  /** The credit month that was given last. */
  readonly month: number
  readonly events: readonly string[]
  readonly bills: readonly string[]
  /** All credits that were ever granted, without those that were taken to be granted anew. */
  readonly given: number
  /** What was really taken, in cents. */
  readonly charged: readonly number[]
}

const begun = { events: ['created', 'started'], bills: ['paid'], charged: [2000] }

/** What it is to be once what was asked for is done, however often it was cut off. */
export const done: Readonly<Record<Kind, Come>> = {
  start: { ...begun, status: 'active', month: 0, given: 200 },
  change: {
    status: 'active',
    month: 0,
    events: [...begun.events, 'change_billed', 'changed'],
    bills: ['paid', 'paid'],
    given: 300,
    charged: [2000, 1000],
  },
  renewal: {
    status: 'active',
    month: 1,
    events: [...begun.events, 'renewal_billed', 'renewed'],
    bills: ['paid', 'paid'],
    given: 400,
    charged: [2000, 2000],
  },
}

const come = `
  select s.status::text, s.month,
    array(select kind from subscription_events e
      where e.account_id = s.account_id and e.subscription_id = s.subscription_id order by version, place) as events,
    array(select state::text from purchases p where p.account_id = s.account_id order by purchase_id) as bills,
    (select sum(case when from_book = 'issued' then amount_micro else -amount_micro end) / 1000000 from entries e
      where e.account_id = s.account_id and (from_book = 'issued' or to_book = 'revoked'))::int as given
  from subscriptions s where s.account_id = $1`

/** Accounts of a shop that subscribe to a plan. */
export class Subscribers {
  readonly shop: Shop

  private constructor(shop: Shop) {
    this.shop = shop
  }

  static async at(shop: Shop): Promise<Subscribers> {
    await shop.creditType('gateway')
    const sizes = [{ credits: '100', month_price: '10', year_price: '100' }]
    const plan = { id: 'plan_team', name: 'Team', credit_type: 'gateway', pricing: { by: 'size', sizes } }
    await must(shop.operator('POST', '/v1/plans', plan))
    return new Subscribers(shop)
  }

  /** An account with two members and a card. */
  async account(id: string): Promise<void> {
    await this.shop.account(id)
    for (const name of ['a', 'b']) {
      const member = { id: `${id}.${name}`, role: 'member' }
      await must(this.shop.operator('POST', `/v1/accounts/${id}/members`, member))
    }
    await this.shop.card(id)
  }

  /** One that has subscribed. */
  async subscribed(id: string, interval: 'month' | 'year' = 'month'): Promise<void> {
    await this.account(id)
    await must(this.#start(id, interval, {}))
  }

  /** Whom the kind is done with: who wants to start has not begun. */
  prepare(kind: Kind, id: string): Promise<void> {
    return kind === 'start' ? this.account(id) : this.subscribed(id)
  }

  /** Asks for it; under a key where the caller will ask again. */
  async ask(kind: Asked, id: string, key: string | null = null): Promise<Answer> {
    const headers: Record<string, string> = key === null ? {} : { 'Idempotency-Key': `${key}-${id}-long` }
    if (kind === 'start') return this.#start(id, 'month', headers)
    const path = `/v1/accounts/${id}/subscriptions/${await this.#subscription(id)}`
    return this.shop.operator('PATCH', path, { seats: 3 }, headers)
  }

  #start(id: string, interval: string, headers: Record<string, string>): Promise<Answer> {
    const wanted = { plan: 'plan_team', seats: 2, credits_per_seat: '100', interval }
    return this.shop.operator('POST', `/v1/accounts/${id}/subscriptions`, wanted, headers)
  }

  async #subscription(id: string): Promise<string> {
    const sql = 'select subscription_id as id from subscriptions where account_id = $1'
    const [found] = await sqlAt<{ id: string }>(this.shop.database.owner, sql, [id])
    return found?.id ?? 'none'
  }

  /** As if so many months had passed, and a little more, while no server was there to see it. */
  async passes(ids: readonly string[], months = 1, more = '1 hour'): Promise<void> {
    const sql = `update accounts a set ahead_ms = 1000 * extract(epoch from
        (s.started_at at time zone 'utc' + make_interval(months => s.month + $2)) at time zone 'utc' + $3 - now())
      from subscriptions s where s.account_id = a.account_id and a.account_id = any ($1::text[])`
    await sqlAt(this.shop.database.owner, sql, [ids, months, more])
  }

  /** Looked up in the database, because whoever asks a server makes it go on. */
  async come(id: string): Promise<Come | null> {
    const [found] = await sqlAt<Omit<Come, 'charged'>>(this.shop.database.owner, come, [id])
    const charges = await this.shop.charges(id)
    return found ? { ...found, charged: charges.map(({ amount }) => amount).reverse() } : null
  }

  /** How many bills they have in all. */
  async bills(ids: readonly string[]): Promise<number> {
    const sql = 'select count(*)::int as n from purchases where account_id = any ($1::text[])'
    const [found] = await sqlAt<{ n: number }>(this.shop.database.owner, sql, [ids])
    return found?.n ?? 0
  }

  /** All of them come to that, and to nothing more. */
  async allCome(ids: readonly string[], expected: Come): Promise<void> {
    const lasts = [expected.events.at(-1), expected.given]
    for (const id of ids)
      await until(
        `${id} to come to ${lasts}`,
        async () => {
          await this.shop.hurry()
          const found = await this.come(id)
          return found?.events.at(-1) === lasts[0] && found?.given === lasts[1]
          // What it came to instead tells more than that it took too long.
        },
        120_000,
      ).catch(() => {})
    for (const id of ids) expect([id, await this.come(id)]).toEqual([id, expected])
  }

  /** Lets calls meet faults, and answers once each fault has met one. */
  async meet(faults: readonly object[], begin: () => Promise<unknown>): Promise<void> {
    for (const fault of faults) await this.shop.tell('POST', '/faults', fault)
    await begin()
    const open = () => this.shop.tell<{ data: unknown[] }>('GET', '/faults')
    await until('every fault to be met', async () => (await open()).data.length === 0).catch(async () =>
      expect((await open()).data).toEqual([]),
    )
  }
}
