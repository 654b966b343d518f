import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAccount } from '../core/accounts/create-account.ts'
import { issueKey } from '../core/accounts/issue-key.ts'
import { createCreditType } from '../core/catalogue/create-credit-type.ts'
import { MICRO } from '../core/credits.ts'
import { DEFAULT_PRIORITY, UNSCOPED } from '../core/ledger/grant.ts'
import type { Ids, Registry } from '../core/ports.ts'
import type { ConnectionConfig } from '../store/connection-config.ts'
import { mintingIds } from '../store/mint.ts'
import { secrets } from '../store/secret.ts'
import { type OpenStore, openStore } from '../store/store.ts'
import { inTransaction, silent } from './with-store.ts'

/** What a person needs to begin, kept in `credentials.json` where only the server's user reads it. */
export interface Credentials {
  readonly base_url: string
  readonly operator_key: string
  readonly native: { readonly account_id: string; readonly credit_type: string }
}

const DEMO = { account_id: 'demo', credit_type: 'credits' }
const DEMO_CREDITS_MICRO = 1_000n * MICRO

/**
 * At the first start on a database that nobody has a key to, makes the operator's key and an account with some
 * credits to try things on. Answers the credentials where this directory has them, null where it never did.
 */
export async function firstStart(
  connection: ConnectionConfig,
  dataDir: string,
  base_url: string,
): Promise<{ credentials: Credentials; isNew: boolean } | null> {
  const file = join(dataDir, 'credentials.json')
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Credentials) : null
  const credentials = known ? { ...known, base_url } : await makeCredentials(connection, base_url)
  if (!credentials) return null
  // Renamed into place, so that nobody ever reads half of it.
  writeFileSync(`${file}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return { credentials, isNew: known === null }
}

async function makeCredentials(connection: ConnectionConfig, base_url: string): Promise<Credentials | null> {
  const store = openStore({ connection, lanes: 1, meter: silent })
  const ids = mintingIds()
  const now = Date.now()
  try {
    const { items } = await store.registry.keys(null, { limit: 1, after: null })
    if (items.length > 0) return null
    const secret = secrets.mint()
    await inTransaction(store, now, (registry) => furnish(registry, ids, now, secret))
    await grantDemoCredits(store, ids, now)
    return { base_url, operator_key: secret.text, native: DEMO }
  } finally {
    await store.close()
  }
}

async function furnish(registry: Registry, ids: Ids, now: number, secret: ReturnType<typeof secrets.mint>) {
  await createAccount(registry, { id: DEMO.account_id, kind: 'team', name: 'Demo', slug: null }, ids, now)
  const type = {
    id: DEMO.credit_type,
    name: 'Credits',
    unit: 'credit',
    unit_price_micro: MICRO,
    currency: 'usd',
  }
  await createCreditType(registry, { ...type, expiry: { policy: 'never' } }, ids, now)
  const key = { account: null, member: null, role: 'operator' as const, name: 'first start', secret }
  return issueKey(registry, { ...key, rate_limit: null, expires_at: null }, ids, now)
}

async function grantDemoCredits(store: OpenStore, ids: Ids, now: number): Promise<void> {
  const id = ids.mint('grt', now)
  await store.ledger.submit(
    {
      kind: 'grant',
      account: DEMO.account_id,
      key: ids.mint('cmd', now),
      fingerprint: '',
      credit_type: DEMO.credit_type,
      id,
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

/** Calls to paste into a terminal: burn a credit of the demo account, and look at what is left. */
export const firstCalls = ({ base_url, operator_key, native }: Credentials): string => `
  curl ${base_url}/v1/accounts/${native.account_id}/debits \\
    -H 'Authorization: Bearer ${operator_key}' -H 'Content-Type: application/json' \\
    -H 'Idempotency-Key: my-first-debit' -d '{"credit_type": "${native.credit_type}", "amount": "1.5"}'

  curl ${base_url}/v1/accounts/${native.account_id}/balances -H 'Authorization: Bearer ${operator_key}'
`
