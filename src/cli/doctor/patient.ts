import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Scrip } from '../../../sdk/src/index.ts'
import { type Connections, connectionsFromUrls, connectionsOfOwner } from '../../store/connection-config.ts'
import { attachEmbedded } from '../../store/embedded/attach.ts'
import { type Credentials, readCredentials } from '../credentials.ts'
import { dataDirOf, readSettings, type Settings, WrongSettings } from '../settings.ts'
import { clientOf } from '../where.ts'

/** The folder that everything was installed into. */
export const ROOT = join(import.meta.dirname, '../../..')

/** What the doctor looks at. Whatever is asked for more than once is found out once. */
export interface Patient {
  readonly env: NodeJS.ProcessEnv
  readonly root: string
  readonly dataDir: string
  /** Null where they are wrong. */
  readonly settings: Settings | null
  readonly wrongSettings: readonly string[]
  /** Null where there are none, or none that can be read. */
  readonly credentials: Credentials | null
  /** As the owner and as the server; null where no database is known, as before a first start. */
  readonly database: () => Promise<Sessions | null>
  /** Null where no server answers. */
  readonly server: () => Promise<Scrip | null>
  close(): Promise<void>
}

export interface Sessions {
  readonly owner: pg.Client
  readonly server: pg.Client
}

export function patientOf(env: NodeJS.ProcessEnv, root = ROOT): Patient {
  const dataDir = dataDirOf(env)
  const { settings, wrongSettings } = settingsOf(env)
  const credentials = orNull(() => readCredentials(dataDir))
  const opened: pg.Client[] = []
  let database: Promise<Sessions | null> | undefined
  let server: Promise<Scrip | null> | undefined
  return {
    ...{ env, root, dataDir, settings, wrongSettings, credentials },
    database: () => {
      database ??= sessionsOf(dataDir, settings, opened)
      return database
    },
    server: () => {
      server ??= serverOf(credentials)
      return server
    },
    async close() {
      for (const client of opened) await client.end().catch(() => undefined)
    },
  }
}

function settingsOf(env: NodeJS.ProcessEnv) {
  try {
    return { settings: readSettings(env), wrongSettings: [] }
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error
    return { settings: null, wrongSettings: error.lines }
  }
}

const CONNECT_WITHIN_MS = 5_000

async function sessionsOf(dataDir: string, settings: Settings | null, opened: pg.Client[]) {
  const connections = settings && (await connectionsOf(dataDir, settings))
  if (!connections) return null
  const open = async (config: pg.ClientConfig) => {
    const client = new pg.Client({ ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS })
    client.on('error', () => undefined)
    await client.connect()
    opened.push(client)
    return client
  }
  return { owner: await open(connections.owner), server: await open(connections.server) }
}

async function connectionsOf(dataDir: string, settings: Settings): Promise<Connections | null> {
  const { databaseUrl, ownerDatabaseUrl } = settings
  if (databaseUrl !== undefined) return connectionsFromUrls(databaseUrl, ownerDatabaseUrl)
  // Looking for one where there is none would settle it somewhere.
  const isSettled = ['postgres', 'postgres-location'].some((name) => existsSync(join(dataDir, name)))
  const owner = isSettled ? await attachEmbedded(dataDir) : null
  return owner && connectionsOfOwner(owner)
}

async function serverOf(credentials: Credentials | null): Promise<Scrip | null> {
  if (!credentials) return null
  const { base_url, operator_key } = credentials
  const answers = await fetch(`${base_url}/healthz`, { signal: AbortSignal.timeout(CONNECT_WITHIN_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )
  return answers ? clientOf({ url: base_url, key: operator_key }) : null
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
