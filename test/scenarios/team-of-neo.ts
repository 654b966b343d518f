import { expect } from 'vitest'
import { Shop } from '../harness/shop.ts'
import { type Answer, must, type Wire } from '../harness/wire.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** The first 31 January to come whose next February has 29 days, at noon. */
function firstDay(): number {
  const year = new Date().getUTCFullYear() + 1
  return Date.UTC(year + ((7 - (year % 4)) % 4), 0, 31, 12)
}

/** On which day each credit month of a start on that 31 January begins, by the calendar on the wall. */
const DAYS = [
  '01-31',
  '02-28',
  '03-31',
  '04-30',
  '05-31',
  '06-30',
  '07-31',
  '08-31',
  '09-30',
  '10-31',
  '11-30',
]
const LEAP = ['01-31', '02-29', ...DAYS.slice(2)]
const WALL = [...DAYS, '12-31', ...LEAP, '12-31', '01-31']

const sizes = [
  { credits: '100', month_price: '450', year_price: '4500' },
  { credits: '250', month_price: '1100', year_price: '11000' },
  { credits: '500', month_price: '2100' },
]

const team = 'team_neo'
const names = ['ada', 'bob', 'dan', 'eve'] as const
type Name = (typeof names)[number]

/** A team of four at a seller of seats, on a clock of its own. Ada is its admin. */
export class TeamOfNeo {
  readonly shop: Shop
  readonly people: Record<Name, Wire>
  #subscription = ''
  #started_at = 0

  private constructor(shop: Shop, people: Record<Name, Wire>) {
    this.shop = shop
    this.people = people
  }

  /** Opens it just before its first day. */
  static async open(): Promise<TeamOfNeo> {
    const shop = await Shop.open()
    await shop.creditType('neo', { unit_price: '5', expiry: { policy: 'rolling', after: 'P1Y' } })
    const plan = { id: 'plan_neo', name: 'Neo', credit_type: 'neo', bonus: '50' }
    await must(shop.operator('POST', '/v1/plans', { ...plan, pricing: { by: 'size', sizes } }))
    await shop.account(team)
    const people = {} as Record<Name, Wire>
    for (const name of names) {
      const role = name === 'ada' ? 'admin' : 'member'
      const member = { id: name, email: `${name}@neo.example`, role }
      await must(shop.operator('POST', `/v1/accounts/${team}/members`, member))
      const key = { account: team, member: name, role: 'admin', dialect: 'neo' }
      const { secret } = await must(shop.operator('POST', '/v1/keys', key))
      const bare = shop.as(null)
      const wire = (method: string, path: string, body?: unknown) =>
        bare(method, path, body, { 'X-Api-Key': secret })
      people[name] = Object.assign(wire, { close: () => bare.close() })
    }
    const neo = new TeamOfNeo(shop, people)
    await neo.#goTo(firstDay())
    return neo
  }

  /** Remembers when the calendar of its subscription began. */
  async begun(): Promise<void> {
    const { items } = await must(this.shop.operator('GET', `/v1/accounts/${team}/subscriptions`))
    expect(items).toHaveLength(1)
    this.#subscription = items[0].id
    this.#started_at = Date.parse(items[0].started_at)
    expect(this.month(0).slice(0, 13)).toBe(new Date(firstDay()).toISOString().slice(0, 13))
  }

  /** When the credit month of that number begins, as it is written in answers. */
  month(number: number): string {
    const year = new Date(this.#started_at).getUTCFullYear() + Math.floor(number / 12)
    return `${year}-${WALL[number]}${new Date(this.#started_at).toISOString().slice(10)}`
  }

  /** That long after the beginning of a credit month, or some minutes later, because clocks run. */
  after(month: number, more_ms: number) {
    const at = Date.parse(this.month(month)) + more_ms
    return {
      asymmetricMatch: (text: unknown) => {
        const late_ms = Date.parse(String(text)) - at
        return late_ms >= 0 && late_ms < 12 * HOUR_MS
      },
    }
  }

  /** Puts the clock forward to that long after the beginning of a credit month. */
  goTo(month: number, more_ms: number): Promise<Answer['body'][]> {
    return this.#goTo(Date.parse(this.month(month)) + more_ms)
  }

  async #goTo(at: number): Promise<Answer['body'][]> {
    const path = `/v1/accounts/${team}/clock`
    const { now } = await must(this.shop.operator('GET', path))
    const seconds = Math.ceil((at - Date.parse(now)) / 1_000)
    expect(seconds).toBeGreaterThan(0)
    const { happened } = await must(this.shop.operator('POST', path, { advance: `PT${seconds}S` }))
    return happened
  }

  /** What all of the team see. */
  async overview(): Promise<Answer['body']> {
    const all = names.map((name) => must(this.people[name]('GET', '/api/v1/billing/subscription')))
    const [seen, ...others] = await Promise.all(all)
    for (const other of others) expect(other).toEqual(seen)
    return seen
  }

  async status(): Promise<string> {
    return (await must(this.people.ada('GET', '/api/v1/billing/subscription'))).status
  }

  /** What Ada does with the subscription. */
  does(what: string, body: object = {}): Promise<Answer> {
    return this.people.ada('POST', `/api/v1/billing/subscription/${what}`, body)
  }

  tries(name: Name, credits: number): Promise<Answer> {
    return this.people[name]('POST', '/api/v1/billing/usage', { credits })
  }

  async uses(name: Name, credits: number): Promise<void> {
    await must(this.tries(name, credits))
  }

  async movesSeat(from: Name, to: Name): Promise<void> {
    const seat = `/v1/accounts/${team}/subscriptions/${this.#subscription}/seats/${from}`
    await must(this.shop.operator('POST', `${seat}/move`, { to }))
  }

  savesCard(card?: string): Promise<string> {
    return this.shop.card(team, card)
  }

  /** What was taken from its cards, in cents and in order. */
  async charged(): Promise<number[]> {
    return (await this.shop.charges(team)).map(({ amount }) => amount).reverse()
  }
}
