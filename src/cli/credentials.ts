import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../store/embedded/durable-file.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'

/** What a person needs to begin, kept in `credentials.json` where only the server's user reads it. */
export interface Credentials extends Partial<DemoCredentials> {
  readonly base_url: string
  /** The local Stripe, while it is what the server sells through. */
  readonly sandbox_url?: string
  readonly operator_key: string
}

/** The demo's account in each face of the API, and how to call there. */
export interface DemoCredentials {
  readonly native: { readonly account_id: string; readonly credit_type: string }
  readonly neo: {
    readonly api_key: string
    /** Null where tokens are checked by somebody else's keys, with which nothing can be signed here. */
    readonly jwt: string | null
    readonly account_id: string
  }
  readonly vercel: { readonly token: string; readonly team_id: string; readonly slug: string }
  readonly hyperline: {
    readonly token: string
    readonly customer_id: string
    readonly product_id: string
    readonly bundle_price_id: string
    readonly pack_size: number
  }
}

export const credentialsFile = (dataDir: string): string => join(dataDir, 'credentials.json')

export function readCredentials(dataDir: string): Credentials | null {
  const file = credentialsFile(dataDir)
  if (!existsSync(file)) return null
  const known = parsed(textOf(file))
  if (known) return known
  throw new CannotStart(
    `${file} cannot be read as JSON with a base_url and an operator_key: put it back from a backup, ` +
      'or remove it and run "scrip keys create --direct", which makes another operator key.',
  )
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CannotStart(
      `${file} cannot be read (${(error as Error).message}): run this as the server's user, ` +
        'or set SCRIP_DATA_DIR to another data directory, or SCRIP_URL and SCRIP_API_KEY.',
    )
  }
}

function parsed(text: string): Credentials | null {
  try {
    const known = JSON.parse(text)
    const isWhole = typeof known.base_url === 'string' && typeof known.operator_key === 'string'
    return isWhole ? known : null
  } catch {
    return null
  }
}

export function keepCredentials(dataDir: string, credentials: Credentials): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeDurably(credentialsFile(dataDir), `${JSON.stringify(credentials, null, 2)}\n`, 0o600)
}

export function forgetCredentials(dataDir: string): void {
  rmSync(credentialsFile(dataDir), { force: true })
}

/** The URL on which the server really listens, where the port was left to the system. */
export function withUrl(credentials: Credentials, dataDir: string, base_url: string): Credentials {
  if (credentials.base_url === base_url) return credentials
  const told = { ...credentials, base_url }
  keepCredentials(dataDir, told)
  return told
}
