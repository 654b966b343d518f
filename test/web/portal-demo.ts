import type { Scrip } from '../../sdk/src/index.ts'
import { entry, submit } from '../sandbox/world.ts'

const ACCOUNT = 'team_acme'
const day = (at: number, days: number): string => new Date(at + days * 86_400_000).toISOString()

/** A team with credits of two kinds, bought by card, seats, caps, and weeks of usage on a clock of its own. */
export async function furnishAcme(scrip: Scrip, days = 24): Promise<string> {
  await scrip.creditTypes.create({
    id: 'acme_agent',
    name: 'Agent credits',
    unit_price: '0.05',
    currency: 'usd',
    expiry: { policy: 'fixed', after: 'P1Y' },
  })
  await scrip.creditTypes.create({
    id: 'acme_search',
    name: 'Search credits',
    unit_price: '0.02',
    expiry: { policy: 'never' },
  })
  const tiers = [
    { up_to: '1000', unit_price: '0.05' },
    { up_to: '10000', unit_price: '0.04' },
    { unit_price: '0.03' },
  ]
  await scrip.prices.create({ credit_type: 'acme_agent', scheme: 'volume', tiers })
  await scrip.prices.create({
    credit_type: 'acme_search',
    scheme: 'bundle',
    pack_size: '500',
    pack_price: '8',
  })
  const sizes = ['1000', '2500', '5000'].map((credits, at) => ({
    credits,
    month_price: String([40, 95, 180][at]),
    year_price: String([400, 950, 1800][at]),
  }))
  await scrip.plans.create({
    id: 'acme_team',
    name: 'Team',
    credit_type: 'acme_agent',
    pricing: { by: 'size', sizes },
  })
  await scrip.accounts.create({ id: ACCOUNT, kind: 'team', name: 'Acme Robotics' })
  for (const [id, role] of Object.entries(members))
    await scrip.members.add(ACCOUNT, { id, email: `${id}@acme.example`, role })
  await buyByPage(scrip)
  const { subscription } = await scrip.subscriptions.create(ACCOUNT, {
    plan: 'acme_team',
    seats: 4,
    credits_per_seat: '1000',
  })
  const now = Date.now()
  await scrip.grants.create(ACCOUNT, {
    credit_type: 'acme_search',
    amount: '1600',
    source: 'promotion',
    expires_at: day(now, days + 12),
  })
  await scrip.caps.put(ACCOUNT, 'member', '*', { limit: '2000', unit: 'credits', period: 'month' })
  await scrip.caps.put(ACCOUNT, 'member', 'linus', { limit: '120', unit: 'credits', period: 'day' })
  await scrip.caps.put(ACCOUNT, 'project', 'warehouse', { limit: '4000', unit: 'credits', period: 'month' })
  await burnDaily(scrip, days)
  await scrip.purchases.create(ACCOUNT, { credit_type: 'acme_search', amount: '2500' })
  await scrip.holds.create(ACCOUNT, { credit_type: 'acme_agent', amount: '40', ttl_seconds: 86_400 })
  return subscription.id
}

const members = {
  ada: 'owner',
  grace: 'admin',
  linus: 'developer',
  margaret: 'member',
  edsger: 'billing',
} as const

/** Without a card there is a page, on which one is given, and saved. */
async function buyByPage(scrip: Scrip): Promise<void> {
  const { checkout_url } = await scrip.purchases.create(ACCOUNT, {
    credit_type: 'acme_agent',
    amount: '6000',
  })
  await submit(checkout_url, entry('4242 4242 4242 4242'))
}

const features = ['chat', 'agents', 'summaries', 'search']
const projects = ['warehouse', 'atlas', 'website']

/** Neither the same every day nor at random, so that a picture of it is the same every time. */
async function burnDaily(scrip: Scrip, days: number): Promise<void> {
  for (let at = 0; at <= days; at += 1) {
    const isWeekend = at % 7 > 4
    const debits = (['ada', 'grace', 'linus', 'margaret'] as const).flatMap((member, who) =>
      [0, 1].map((time) => ({
        account: ACCOUNT,
        credit_type: 'acme_agent',
        amount: `${(isWeekend ? 3 : 9) + ((at * 7 + who * 11 + time * 5) % 17)}.${(at + who) % 4 === 0 ? '25' : '5'}`,
        member,
        project: projects[(at + who + time) % 3],
        feature: features[(at * 2 + who + time) % 4],
        metadata: { model: time === 0 ? 'large' : 'small' },
      })),
    )
    const searched = { account: ACCOUNT, credit_type: 'acme_search', amount: String(20 + ((at * 13) % 30)) }
    await scrip.debits.createMany([...debits, { ...searched, feature: 'search', project: 'website' }])
    if (at < days) await scrip.clock.advance(ACCOUNT, { advance: 'P1D' })
  }
}
