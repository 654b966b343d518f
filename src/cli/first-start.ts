import { issueKey } from '../core/accounts/issue-key.ts'
import { isRefusal } from '../core/refusal.ts'
import type { TokenSettings } from '../http/access/token.ts'
import { secrets, sha256Of } from '../store/accounts/secret.ts'
import { mintingIds } from '../store/mint.ts'
import type { ConnectionConfig } from '../store/session/connection-config.ts'
import { type OpenStore, openStore } from '../store/store.ts'
import { type Credentials, forgetCredentials, keepCredentials, readCredentials } from './credentials.ts'
import { demoCredentials } from './demo.ts'
import { demoToken, withDemoSecret } from './demo-token.ts'
import { furnishDemo } from './furnish.ts'
import { silent } from './with-store.ts'

export interface FirstStart {
  readonly connection: ConnectionConfig
  readonly dataDir: string
  readonly base_url: string
  /** The local Stripe; undefined where money is real, and there is nothing to try out then. */
  readonly sandbox_url: string | undefined
  readonly tokens: TokenSettings
}

export interface Begun {
  /** Null where this directory has none of them. */
  readonly credentials: Credentials | null
  /** With the demo's own secret, where nobody gave one. */
  readonly tokens: TokenSettings
}

/**
 * At the first start on a database that nobody has a key to, makes the operator's key, and with the local Stripe a
 * demo to try things on; an earlier start's credentials are completed. The file is written before any key in it is
 * valid, so a start that is cut off anywhere is finished by the next one, with the same keys.
 */
export async function firstStart(first: FirstStart): Promise<Begun> {
  const store = openStore({ connection: first.connection, lanes: 1, meter: silent })
  try {
    return await begin(store, first)
  } finally {
    await store.close()
  }
}

async function begin(store: OpenStore, first: FirstStart): Promise<Begun> {
  const { dataDir, base_url, sandbox_url } = first
  const known = readCredentials(dataDir)
  const isNew = (await store.registry.keys(null, { limit: 1, after: null })).items.length === 0
  const none = { credentials: null, tokens: first.tokens }
  if (!known && !isNew) return none
  const operator_key = known?.operator_key ?? secrets.mint().text
  // A database that others have keys to, and not this directory, is not the demo's to furnish.
  const isOurs = isNew || (await store.authenticate(sha256Of(operator_key), Date.now())) !== null
  const isDemo = isOurs && sandbox_url !== undefined
  const tokens = isDemo ? withDemoSecret(first.tokens, dataDir) : first.tokens
  const demo = isDemo ? demoCredentials(known ?? {}, await demoToken(tokens)) : null
  const { base_url: _base, sandbox_url: _sandbox, operator_key: _key, ...parts } = known ?? {}
  const credentials: Credentials = {
    base_url,
    ...(sandbox_url !== undefined && { sandbox_url }),
    operator_key,
    ...parts,
    ...demo,
  }
  keepCredentials(dataDir, credentials)
  if (isNew && !(await claim(store, operator_key, Date.now()))) {
    if (!known) forgetCredentials(dataDir)
    return none
  }
  if (demo) await furnishDemo(store, demo)
  return { credentials, tokens }
}

/** The operator's own key. Of several servers that start on one new database, only one gets to make it. */
async function claim(store: OpenStore, text: string, now: number): Promise<boolean> {
  const sha256 = sha256Of(text)
  const key = { account: null, member: null, role: 'operator', name: 'first start' } as const
  const once = { account: '', key: 'scrip:first-start', fingerprint: sha256.toString('hex') }
  const { answer } = await store.once(once, now, async (registry) => {
    const input = { ...key, secret: { text, sha256 }, rate_limit: null, expires_at: null }
    const issued = await issueKey(registry, input, now, mintingIds())
    return isRefusal(issued) ? issued : {}
  })
  return !isRefusal(answer)
}
