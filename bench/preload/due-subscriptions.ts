import type pg from 'pg'
import type Stripe from 'stripe'

export interface Subscribers {
  readonly count: number
  readonly seats: number
  /** What they subscribed to: seats of a hundred credits at ten dollars. */
  readonly plan: string
  readonly credit_type: string
}

const AT_ONCE = 16
const idOf = (i: number) => `subscriber_${String(i).padStart(6, '0')}`

/**
 * Makes accounts whose subscriptions began a month ago, by SQL and as the owner, with a customer and a card each on the
 * payment's side. Their first month's credits have expired and are left out, as nothing asks for them. Nothing is due
 * before `makeDue`.
 */
export async function fillSubscriptions(
  client: pg.Client,
  stripe: Stripe,
  { count, seats, plan, credit_type }: Subscribers,
  now: number,
): Promise<void> {
  const accounts = Array.from({ length: count }, (_, i) => idOf(i))
  const customers = await customersOf(stripe, accounts)
  const at = new Date(now - 3_600_000)
  const values = [accounts, at]
  await client.query('begin')
  await client.query(
    `insert into accounts (account_id, kind, name, created_at)
     select id, 'team', id, $2 from unnest($1::text[]) id`,
    values,
  )
  await client.query(
    `insert into members (account_id, member_id, role, status, created_at)
     select id, id || '.' || n, 'member', 'active', $2 from unnest($1::text[]) id, generate_series(1, $3) n`,
    [...values, seats],
  )
  await client.query(
    `insert into billing_customers (account_id, customer_id, created_at)
     select * from unnest($1::text[], $3::text[]) as t (account_id, customer_id), (select $2::timestamptz) a`,
    [...values, customers],
  )
  await client.query(
    `insert into subscriptions (account_id, subscription_id, plan_id, credit_type, currency, gives_to, collection,
       dialect, status, seats, credits_micro, billing_interval, bonus_micro, started_at, period_month, period_months,
       month, cancel_at_period_end, attempts, version, created_at, updated_at)
     select id, 'sub_' || id, $3, $4, 'usd', 'seats', 'charge_automatically', 'native', 'active', $5, 100000000,
       'month', 0, ($2::timestamptz at time zone 'utc' - interval '1 month') at time zone 'utc', 0, 1, 0, false, 0, 1,
       $2, $2
     from unnest($1::text[]) id`,
    [...values, plan, credit_type, seats],
  )
  await client.query(
    `insert into seats (account_id, subscription_id, seat_id, member_id, allotment_micro, bonus_micro)
     select id, 'sub_' || id, 'seat_' || id || n, id || '.' || n, 100000000, 0
     from unnest($1::text[]) id, generate_series(1, $2) n`,
    [accounts, seats],
  )
  await client.query('commit')
}

async function customersOf(stripe: Stripe, accounts: readonly string[]): Promise<string[]> {
  const customers: string[] = []
  const waiting = accounts.map((_, i) => i).reverse()
  const card = 'pm_card_visa'
  const work = async () => {
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
      const name = accounts[i] as string
      const settings = { default_payment_method: card }
      const { id } = await stripe.customers.create({ name, payment_method: card, invoice_settings: settings })
      customers[i] = id
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return customers
}

/** From now on all of them are to be renewed. */
export async function makeDue(client: pg.Client): Promise<void> {
  await client.query(
    `update subscriptions set due_at = updated_at where subscription_id like 'sub\\_subscriber%'`,
  )
}

const renewed = `
  select count(*) filter (where month = 1 and bill is null)::int as renewed,
    count(*) filter (where status <> 'active' or month > 1)::int as wrong,
    (select count(*) from allotments where done_at is null)::int as open
  from subscriptions where subscription_id like 'sub\\_subscriber%'`

export interface Progress {
  /** With their credits, save for those of the open allotments. */
  readonly renewed: number
  readonly wrong: number
  readonly open: number
}

export async function progressOf(client: pg.Client): Promise<Progress> {
  const { rows } = await client.query<Progress>(renewed)
  return rows[0] as Progress
}

/** Those that were charged another number of times than once, or have other credits than one grant for each seat. */
export async function faultsOf(client: pg.Client, stripe: Stripe, seats: number): Promise<string[]> {
  const { rows } = await client.query<{ account: string; customer: string; bills: number; grants: number }>(
    `select s.account_id as account, c.customer_id as customer,
       (select count(*) from purchases p where p.account_id = s.account_id and p.state = 'paid')::int as bills,
       (select count(*) from grants g where g.account_id = s.account_id and g.amount_micro = 100000000)::int as grants
     from subscriptions s join billing_customers c using (account_id) where subscription_id like 'sub\\_subscriber%'`,
  )
  const charged = new Map<string, number>()
  for await (const { customer, paid } of stripe.charges.list({ limit: 100 }))
    if (paid) charged.set(String(customer), (charged.get(String(customer)) ?? 0) + 1)
  return rows.flatMap(({ account, customer, bills, grants }) => {
    const charges = charged.get(customer) ?? 0
    return charges === 1 && bills === 1 && grants === seats
      ? []
      : [`${account} has ${charges} charges, ${bills} paid bills and ${grants} grants`]
  })
}
