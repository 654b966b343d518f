import { type ConnectionConfig, toUrl } from '../session/connection-config.ts'
import { ensureDatabase } from './answer.ts'
import { locateBinaries } from './binaries.ts'
import { cannotWrite } from './cannot-write.ts'
import type { Overrides } from './conf.ts'
import { settleHome } from './home.ts'
import { initialise, ownerRole } from './initialise.ts'
import { lockDirectory } from './lock.ts'
import { makeDirectory } from './make-directory.ts'
import { Supervisor } from './supervisor.ts'

export type EmbeddedOptions = {
  dataDir: string
  log: (line: string) => void
  settings?: Overrides
}

export type Embedded = {
  /** The owner's connection to the database `scrip`. */
  owner: ConnectionConfig
  /** The same as a `postgres://` URL, for psql and pgbench. */
  url: string
  /** Whether it was found running, left by a server that was killed. */
  adopted: boolean
  pid(): number | undefined
  /** Ends PostgreSQL and gives the data directory free. */
  stop(): Promise<void>
  /** Asks PostgreSQL to end and does not wait for it, for a process that has to leave at once. */
  abandon(): void
}

/** Starts the PostgreSQL of a data directory, or takes over the one still running, and keeps it running. */
export async function startEmbedded({ dataDir, log, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  try {
    makeDirectory(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    throw cannotWrite(`The data directory ${dataDir}`, error)
  }
  const lock = lockDirectory(dataDir)
  try {
    const home = settleHome(dataDir, log)
    const binaries = await locateBinaries(home.runAs, log)
    const password = await initialise(home, binaries, log)
    const owner = { host: home.sockets, port: 5432, user: ownerRole, password, database: 'scrip' }
    const supervisor = new Supervisor({ home, binaries, owner, settings, log })
    const adopted = await supervisor.start()
    await ensureDatabase(owner)
    return {
      owner,
      url: toUrl(owner),
      adopted,
      pid: () => supervisor.pid,
      abandon: () => supervisor.abandon(),
      async stop() {
        await supervisor.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
