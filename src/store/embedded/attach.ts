import { existsSync } from 'node:fs'
import pg from 'pg'
import type { ConnectionConfig } from '../session/connection-config.ts'
import { settleHome } from './home.ts'
import { ownerRole, readPassword } from './initialise.ts'

/**
 * The PostgreSQL of a data directory where a server is running it, for a command that works beside that server;
 * null where none is running.
 */
export async function attachEmbedded(dataDir: string): Promise<ConnectionConfig | null> {
  if (!existsSync(dataDir)) return null
  const home = settleHome(dataDir, () => {})
  if (!existsSync(home.password)) return null
  const owner = {
    host: home.sockets,
    port: 5432,
    user: ownerRole,
    password: readPassword(home),
    database: 'scrip',
  }
  return (await answers(owner)) ? owner : null
}

async function answers(config: ConnectionConfig): Promise<boolean> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
