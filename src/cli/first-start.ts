import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAccount } from '../core/accounts/create-account.ts'
import { issueKey } from '../core/accounts/issue-key.ts'
import { createCreditType } from '../core/catalogue/create-credit-type.ts'
import { MICRO } from '../core/credits.ts'
import { DEFAULT_PRIORITY, UNSCOPED } from '../core/ledger/grant.ts'
import type { ConnectionConfig } from '../store/connection-config.ts'
import { mintingIds } from '../store/mint.ts'
import { secrets, sha256Of } from '../store/secret.ts'
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
 * credits to try things on. Answers the credentials where this directory has them, null where it never did. The file
 * is written before the key is valid, so a start that is cut off anywhere is finished by the next one, with its key.
 */
export async function firstStart(
  connection: ConnectionConfig,
  dataDir: string,
  base_url: string,
): Promise<Credentials | null> {
  const file = join(dataDir, 'credentials.json')
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Credentials) : null
  const store = openStore({ connection, lanes: 1, meter: silent })
  try {
    const { items } = await store.registry.keys(null, { limit: 1, after: null })
    if (!known && items.length > 0) return null
    const credentials = known
      ? { ...known, base_url }
      : { base_url, operator_key: secrets.mint().text, native: DEMO }
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    keep(file, credentials)
    if (items.length === 0) await furnish(store, credentials.operator_key)
    return credentials
  } finally {
    await store.close()
  }
}

/** Renamed into place, so that nobody ever reads half of it. */
function keep(file: string, credentials: Credentials): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** The URL on which the server really listens, where the port was left to the system. */
export function withUrl(credentials: Credentials, dataDir: string, base_url: string): Credentials {
  if (credentials.base_url === base_url) return credentials
  const told = { ...credentials, base_url }
  keep(join(dataDir, 'credentials.json'), told)
  return told
}

/** Each step may have been done before; the key comes last, and says that all of them were. */
async function furnish(store: OpenStore, operator_key: string): Promise<void> {
  const ids = mintingIds()
  const now = Date.now()
  const { account_id, credit_type } = DEMO
  const account = { id: account_id, kind: 'team' as const, name: 'Demo', slug: null }
  const type = { id: credit_type, name: 'Credits', unit: 'credit', unit_price_micro: MICRO, currency: 'usd' }
  await store.once(null, now, async (registry) => createAccount(registry, account, ids, now))
  await store.once(null, now, async (registry) =>
    createCreditType(registry, { ...type, expiry: { policy: 'never' } }, ids, now),
  )
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
  const secret = { text: operator_key, sha256: sha256Of(operator_key) }
  const key = { account: null, member: null, role: 'operator' as const, name: 'first start', secret }
  await inTransaction(store, now, (registry) =>
    issueKey(registry, { ...key, rate_limit: null, expires_at: null }, ids, now),
  )
}

/** Calls to paste into a terminal: burn a credit of the demo account, and look at what is left. */
export const firstCalls = ({ base_url, native }: Credentials, file: string): string => `
  KEY=$(node -p "require('${file}').operator_key")

  curl ${base_url}/v1/accounts/${native.account_id}/debits -H "Authorization: Bearer $KEY" \\
    -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first-debit' \\
    -d '{"credit_type": "${native.credit_type}", "amount": "1.5"}'

  curl ${base_url}/v1/accounts/${native.account_id}/balances -H "Authorization: Bearer $KEY"
`
