import { formOf } from '../core/accounts/secret.ts'
import { MICRO } from '../core/credits.ts'
import { USUAL_DAYS_UNTIL_DUE } from '../core/subscriptions/check-plan.ts'
import { mintSecret } from '../store/accounts/secret.ts'
import { mintingIds } from '../store/mint.ts'
import type { DemoCredentials } from './credentials.ts'

/** The credit types that the demo sells; `credits` are the ones that it gives away. */
export const DEMO_CREDIT_TYPES = [
  { id: 'credits', name: 'Credits', unit_price_micro: MICRO, expiry: { policy: 'never' } },
  {
    id: 'neo',
    name: 'Neo credits',
    unit_price_micro: 5n * MICRO,
    expiry: { policy: 'rolling', after: 'P1Y' },
  },
  {
    id: 'gateway',
    name: 'Gateway credits',
    unit_price_micro: MICRO,
    expiry: { policy: 'fixed', after: 'P1Y' },
  },
  { id: 'agent', name: 'Agent credits', unit_price_micro: MICRO, expiry: { policy: 'fixed', after: 'P1Y' } },
  { id: 'v0', name: 'v0 credits', unit_price_micro: MICRO, expiry: { policy: 'fixed', after: 'P1Y' } },
  { id: 'miu', name: 'Committed credits', unit_price_micro: MICRO, expiry: { policy: 'never' } },
  { id: 'itm_demo', name: 'Demo credits', unit_price_micro: MICRO / 10n, expiry: { policy: 'never' } },
] as const

const seat = (credits: bigint, month_minor: bigint) => ({
  credits_micro: credits * MICRO,
  month_minor,
  // Two months of the year are free.
  year_minor: 10n * month_minor,
})

/** Seats for the Neo account, each credit a little cheaper than one that is bought. */
export const DEMO_PLAN = {
  id: 'plan_neo',
  name: 'Neo',
  credit_type: 'neo',
  currency: null,
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: [seat(100n, 450_00n), seat(250n, 1_100_00n), seat(500n, 2_100_00n), seat(1_000n, 4_000_00n)],
  },
  bonus_micro: 0n,
  days_until_due: USUAL_DAYS_UNTIL_DUE,
} as const

export const DEMO_PACK = { size: 100, price_minor: 900n }

/** None of them has a payment method, so that a first purchase can be seen from its beginning. */
export const DEMO_ACCOUNTS = [
  { id: 'demo', kind: 'team', name: 'Demo', slug: null },
  { id: 'neo_demo', kind: 'team', name: 'Neo demo', slug: null },
  { id: 'team_demo', kind: 'team', name: 'Vercel demo', slug: 'vercel-demo' },
  { id: 'cus_demo', kind: 'team', name: 'Hyperline demo', slug: null },
] as const

/** Who calls for the demo accounts: both may buy. */
export const NEO_MEMBER = { account: 'neo_demo', id: 'ada', email: 'ada@example.com', role: 'admin' } as const
export const VERCEL_MEMBER = {
  account: 'team_demo',
  id: 'grace',
  email: 'grace@example.com',
  role: 'owner',
} as const

/** The demo's credentials: those that are known, and new ones for what isn't. */
export function demoCredentials(known: Partial<DemoCredentials>, jwt: string | null): DemoCredentials {
  return {
    native: known.native ?? { account_id: 'demo', credit_type: 'credits' },
    neo: {
      api_key: known.neo?.api_key ?? keyFor('neo'),
      jwt,
      account_id: NEO_MEMBER.account,
    },
    vercel: known.vercel ?? { token: keyFor('vercel'), team_id: 'team_demo', slug: 'vercel-demo' },
    hyperline: known.hyperline ?? {
      token: keyFor('hyperline', true),
      customer_id: 'cus_demo',
      product_id: 'itm_demo',
      bundle_price_id: mintingIds().mint('pri', Date.now()),
      pack_size: DEMO_PACK.size,
    },
  }
}

function keyFor(face: 'neo' | 'vercel' | 'hyperline', test = false): string {
  return mintSecret(formOf(face, test) ?? undefined).text
}
