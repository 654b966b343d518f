import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { attachEmbedded } from '../store/embedded/attach.ts'
import { type Embedded, startEmbedded } from '../store/embedded/start.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import {
  type ConnectionConfig,
  type Connections,
  connectionsFromUrls,
  connectionsOfOwner,
} from '../store/session/connection-config.ts'
import { connectionsToTake } from './room.ts'
import type { Settings } from './settings.ts'

export type Database = Connections & { embedded: Embedded | undefined }

/**
 * The database the settings name, or the one Scrip brings; running, but not yet migrated. The latter takes as many
 * connections as that many processes may come to have.
 */
export async function openDatabase(
  settings: Settings,
  log: (line: string) => void,
  processes = 1,
): Promise<Database> {
  if (settings.databaseUrl === undefined) {
    const { dataDir } = settings
    const max_connections = String(connectionsToTake(processes, settings.lanes))
    const embedded = await startEmbedded({ dataDir, log, settings: { max_connections } })
    if (embedded.adopted) log(`PostgreSQL (process ${embedded.pid()}) was still running and is taken over`)
    return { ...connectionsOfOwner(embedded.owner), embedded }
  }
  const connections = connectionsFromUrls(settings.databaseUrl, settings.ownerDatabaseUrl)
  await reach(connections.owner, settings.ownerDatabaseUrl ? 'SCRIP_OWNER_DATABASE_URL' : 'DATABASE_URL')
  return { ...connections, embedded: undefined }
}

/** The database for a command that may work beside a running server: that server's, else as `openDatabase`. */
export async function reachDatabase(settings: Settings, log: (line: string) => void): Promise<Database> {
  const running = settings.databaseUrl === undefined ? await attachEmbedded(settings.dataDir) : null
  return running ? { ...connectionsOfOwner(running), embedded: undefined } : openDatabase(settings, log)
}

/** Machines come up in any order, so a database that isn't there yet is waited for a little. */
async function reach(config: ConnectionConfig, setting: string, patienceMs = 10_000) {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException
      const passing = /^(ECONNREFUSED|ENOENT|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|57P03)$/.test(code)
      if (!passing || Date.now() > deadline) {
        throw new CannotStart(`The database of ${setting} cannot be used: ${message || code}.`)
      }
      await sleep(250)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
