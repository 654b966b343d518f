import type { Demo } from '../harness/demo.ts'
import { buyFor, type Call, saveCard } from './console-demo.ts'

const buyers = [
  'team_northwind_labs',
  'team_brightside_analytics',
  'team_kestrel_security',
  'team_oakline_capital',
]
const types = ['agent', 'gateway', 'agent', 'v0']

/** Two months of a product: some buy, most burn, one is refunded, and each day is a little unlike the one before. */
export async function liveThroughDays(
  demo: Demo,
  call: Call,
  days: number,
  setBack: (days: number) => Promise<void>,
): Promise<void> {
  for (const account of buyers) await saveCard(demo, call, account)
  for (let day = 0; day < days; day += 1) {
    await setBack(days - day - 0.5)
    await liveThrough(call, day)
  }
}

async function liveThrough(call: Call, day: number): Promise<void> {
  const wave = 1 + Math.sin(day / 4) / 3 + day / 90
  const isWeekend = day % 7 > 4
  for (const [at, account] of buyers.entries()) {
    if ((day + at * 3) % 11 === 0)
      await buyFor(call, account, types[at]!, String(Math.round(250 * wave) + 50 * at))
    if (day > 22) await burn(call, account, types[at]!, (isWeekend ? 4 : 11 + at * 2) * wave)
  }
  if (day % 9 === 4) await buyFor(call, 'team_acme', 'agent', '400')
  const features = ['chat', 'search', 'summaries'] as const
  const members = ['ada', 'grace', 'linus'] as const
  for (let i = 0; i < (isWeekend ? 2 : 5); i += 1) {
    const amount = String(Math.round((4 + ((day * 7 + i * 5) % 9)) * wave * 4) / 4)
    const usage = {
      member: members[(day + i) % 3],
      feature: features[(i * 2 + day) % 3],
      project: i % 2 ? 'atlas' : 'web',
    }
    const metadata = { run: `run_${4_000 + day * 5 + i}`, model: i % 2 ? 'small' : 'large' }
    await call('POST', '/v1/accounts/team_acme/debits', { credit_type: 'agent', amount, ...usage, metadata })
  }
  if (day === 41) await refundOne(call)
}

/** Whoever has nothing left burns nothing that day. */
async function burn(call: Call, account: string, credit_type: string, wish: number): Promise<void> {
  const amount = String(Math.round(wish * 4) / 4)
  await call('POST', `/v1/accounts/${account}/debits`, { credit_type, amount }).catch(() => {})
}

async function refundOne(call: Call): Promise<void> {
  const at = '/v1/accounts/team_northwind_labs/purchases'
  const { items } = await call('GET', at)
  await call('POST', `${at}/${items[0].id}/refunds`, { amount: '60', reason: 'did not need that many' })
}
