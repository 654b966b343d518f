import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Scrip } from '../../../sdk/src/index.ts'
import { attachEmbedded } from '../../store/embedded/attach.ts'
import {
  type Connections,
  connectionsFromUrls,
  connectionsOfOwner,
} from '../../store/session/connection-config.ts'
import { type Credentials, readCredentials } from '../credentials.ts'
import { Misused } from '../exit.ts'
import { dataDirOf, readSettings, type Settings, WrongSettings } from '../settings.ts'
import { clientOf, type SaidWhere, type Where, whereIs } from '../where.ts'

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
  /** The server that other commands would call, and their key; null where none is known, or no key for it. */
  readonly where: Where | null
  /** Why a server that was named cannot be called; else null. */
  readonly whyNowhere: string | null
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

export function patientOf(env: NodeJS.ProcessEnv, root = ROOT, said: SaidWhere = {}): Patient {
  const dataDir = dataDirOf(env)
  const { settings, wrongSettings } = settingsOf(env)
  const credentials = orNull(() => readCredentials(dataDir))
  const { where, whyNowhere } = whereOf(said, env)
  const opened: pg.Client[] = []
  let database: Promise<Sessions | null> | undefined
  let server: Promise<Scrip | null> | undefined
  return {
    env,
    root,
    dataDir,
    settings,
    wrongSettings,
    credentials,
    where,
    whyNowhere,
    database: () => {
      database ??= sessionsOf(dataDir, settings, opened)
      return database
    },
    server: () => {
      server ??= serverOf(where)
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

/** What nobody named is simply not there yet; that credentials can't be read is found elsewhere. */
function whereOf(said: SaidWhere, env: NodeJS.ProcessEnv): Pick<Patient, 'where' | 'whyNowhere'> {
  try {
    return { where: whereIs(said, env), whyNowhere: null }
  } catch (error) {
    return { where: null, whyNowhere: error instanceof Misused ? error.message : null }
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

async function serverOf(where: Where | null): Promise<Scrip | null> {
  if (!where) return null
  const answers = await fetch(`${where.url}/healthz`, {
    signal: AbortSignal.timeout(CONNECT_WITHIN_MS),
  }).then(
    ({ ok }) => ok,
    () => false,
  )
  return answers ? clientOf(where) : null
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
