import { addMember } from '../core/accounts/add-member.ts'
import { createAccount } from '../core/accounts/create-account.ts'
import { issueKey, type NewKey } from '../core/accounts/issue-key.ts'
import { createCreditType } from '../core/catalogue/create-credit-type.ts'
import { MICRO } from '../core/credits.ts'
import { DEFAULT_PRIORITY, UNSCOPED } from '../core/ledger/grant.ts'
import { createPrice } from '../core/pricing/create-price.ts'
import { createPlan } from '../core/subscriptions/create-plan.ts'
import { sha256Of } from '../store/accounts/secret.ts'
import { mintingIds } from '../store/mint.ts'
import type { OpenStore } from '../store/store.ts'
import type { DemoCredentials } from './credentials.ts'
import { DEMO_ACCOUNTS, DEMO_CREDIT_TYPES, DEMO_PACK, DEMO_PLAN, NEO_MEMBER, VERCEL_MEMBER } from './demo.ts'
import { inTransaction } from './with-store.ts'

const ids = mintingIds()

/** Says that the demo was furnished: whatever of it is changed or removed later stays so. */
const FURNISHED = 'demo_furnished'

/** Makes the demo's catalogue, accounts and keys. Each step may have been done before; the mark comes last. */
export async function furnishDemo(store: OpenStore, credentials: DemoCredentials): Promise<void> {
  if (await store.registry.mark(FURNISHED)) return
  const now = Date.now()
  for (const type of DEMO_CREDIT_TYPES)
    await store.once(null, now, async (registry) =>
      createCreditType(registry, { unit: 'credit', currency: 'usd', ...type }, now, ids),
    )
  await store.once(null, now, async (registry) => createPlan(registry, DEMO_PLAN, now, ids))
  for (const account of DEMO_ACCOUNTS)
    await store.once(null, now, async (registry) => createAccount(registry, account, now, ids))
  for (const member of [NEO_MEMBER, VERCEL_MEMBER])
    await store.once(null, now, async (registry) =>
      addMember(registry, { ...member, status: 'active' }, now, ids),
    )
  await makePack(store, credentials, now)
  await giveCredits(store, credentials, now)
  await issueDemoKeys(store, credentials, now)
  await store.once(null, now, (registry) => registry.setMark(FURNISHED, { at: now, found: null }))
}

async function issueDemoKeys(store: OpenStore, { neo, vercel, hyperline }: DemoCredentials, now: number) {
  const { account, id: member } = NEO_MEMBER
  const name = 'demo'
  await issue(store, neo.api_key, { account, member, role: 'admin', dialect: 'neo', name }, now)
  const buyer = { account: VERCEL_MEMBER.account, member: VERCEL_MEMBER.id, role: 'spender' } as const
  await issue(store, vercel.token, { ...buyer, dialect: 'vercel', name }, now)
  const seller = { account: null, member: null, role: 'operator' } as const
  await issue(store, hyperline.token, { ...seller, dialect: 'hyperline', name }, now)
}

type Whose = Omit<NewKey, 'secret' | 'rate_limit' | 'expires_at'>

async function issue(store: OpenStore, text: string, whose: Whose, now: number): Promise<void> {
  const sha256 = sha256Of(text)
  if (await store.authenticate(sha256, now)) return
  const key = { ...whose, secret: { text, sha256 }, rate_limit: null, expires_at: null }
  await inTransaction(store, now, (registry) => issueKey(registry, key, now, ids))
}

async function makePack(store: OpenStore, { hyperline }: DemoCredentials, now: number): Promise<void> {
  const { product_id, bundle_price_id, pack_size } = hyperline
  const terms = {
    scheme: 'bundle',
    pack_size_micro: BigInt(pack_size) * MICRO,
    pack_price_minor: DEMO_PACK.price_minor,
  } as const
  const price = { credit_type: product_id, currency: 'usd', terms }
  // Its id is in the credentials already.
  await store.once(null, now, (registry) =>
    createPrice(registry, price, now, { mint: () => bundle_price_id }),
  )
}

const DEMO_CREDITS_MICRO = 1_000n * MICRO

async function giveCredits(store: OpenStore, { native }: DemoCredentials, now: number): Promise<void> {
  const { account_id, credit_type } = native
  // The key below is kept for a day only, and these were given to older installations, too.
  const { items, next } = await store.ledger.grants(
    account_id,
    { credit_type, state: null },
    { limit: 1, after: null },
    now,
  )
  if (items.length > 0 || next !== null) return
  await store.ledger.submit(
    {
      kind: 'grant',
      account: account_id,
      key: 'first-start',
      fingerprint: '',
      credit_type,
      id: ids.mint('grt', now),
      amount_micro: DEMO_CREDITS_MICRO,
      source: 'promotion',
      priority: DEFAULT_PRIORITY,
      scope: UNSCOPED,
      starts_at: null,
      expires_at: null,
      metadata: null,
    },
    now,
  )
}
