import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/store/embedded/start.ts'
import { migrate } from '../../src/store/migrate/migrate.ts'
import {
  type ConnectionConfig,
  connectionsOfOwner,
  onDatabase,
} from '../../src/store/session/connection-config.ts'
import { copyPristine, makePristine } from './cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    owner: ConnectionConfig
    runDirectory: string
  }
}

export const templateDatabase = 'scrip_template'

/** One PostgreSQL for the whole run, with one migrated database that every test file gets a copy of. */
export default async function setup(project: TestProject) {
  const runDirectory = mkdtempSync(join(tmpdir(), 'scrip-test-'))
  // PostgreSQL's own user has to pass through it where the tests run as root.
  chmodSync(runDirectory, 0o711)
  const sweeper = startSweeper(runDirectory)
  const log = (line: string) => (process.env.SCRIP_TEST_LOG ? console.log(line) : undefined)
  await makePristine(runDirectory)
  const postgres = await startEmbedded({
    dataDir: copyPristine(runDirectory, join(runDirectory, 'shared')),
    log,
    settings: { shared_buffers: '128MB', max_wal_size: '1GB' },
  })
  await makeTemplate(postgres.owner)
  project.provide('owner', postgres.owner)
  project.provide('runDirectory', runDirectory)
  return async () => {
    await postgres.stop()
    sweeper.stdin?.end()
    await once(sweeper, 'exit')
  }
}

/**
 * Cleans up after this run however it ends. It waits for the end of its input, which the kernel closes also
 * when this process is killed, and sits in a session of its own, which a Ctrl-C does not reach.
 */
function startSweeper(runDirectory: string) {
  process.env.SCRIP_TEST_RUN = runDirectory
  const script = join(import.meta.dirname, 'sweep.ts')
  const { SCRIP_TEST_RUN: _, ...env } = process.env
  return spawn(process.execPath, [script, runDirectory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
    env,
  })
}

async function makeTemplate(owner: ConnectionConfig) {
  const client = new pg.Client(owner)
  await client.connect()
  await client.query(`create database ${templateDatabase}`)
  await client.end()
  await migrate(connectionsOfOwner(onDatabase(owner, templateDatabase)))
}
