import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'

const MEGABYTE = 1_048_576
const LITTLE = 1_024 * MEGABYTE
const TOO_LITTLE = 128 * MEGABYTE

/** Whose it is, who may look into it, what room it has, and who works on it. */
export const dataDirectory: Examination = {
  name: 'data directory',
  async look({ dataDir }) {
    if (!existsSync(dataDir)) return [ok(`${dataDir} is made by the first start.`)]
    return [...ownership(dataDir), room(dataDir), ...holders(dataDir)]
  },
}

function ownership(dataDir: string): Finding[] {
  const { uid, mode } = statSync(dataDir)
  const own = process.getuid?.()
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const mend = `Run as its owner, or "chown -R ${own ?? 'USER'} ${dataDir}".`
    return [wrong(`${dataDir} belongs to the user ${uid} and cannot be written by this one.`, mend)]
  }
  if (own !== undefined && own !== 0 && own !== uid)
    return [warn(`${dataDir} belongs to another user (${uid}).`, 'Run as that one.')]
  // What is secret in it looks after itself; but whoever writes there can put another file in a secret's place.
  if ((mode & 0o022) !== 0)
    return [wrong(`Other users can write in ${dataDir}.`, `Run "chmod go-w ${dataDir}".`)]
  return [ok(`Only this user can write in ${dataDir}.`)]
}

function room(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  const text = `There are ${Math.floor(free / MEGABYTE).toLocaleString('en-US')} MB free on its disk.`
  const mend = 'Make room, or move it and set SCRIP_DATA_DIR.'
  if (free < TOO_LITTLE) return wrong(text, mend)
  return free < LITTLE ? warn(text, mend) : ok(text)
}

/** The lock itself ends with its holder; the files tell who it was. */
function holders(dataDir: string): Finding[] {
  const server = processOf(join(dataDir, 'scrip.pid'))
  const location = textOf(join(dataDir, 'postgres-location')) ?? dataDir
  const database = processOf(join(location, 'postgres', 'postmaster.pid'))
  if (server?.isAlive) return [ok(`The process ${server.pid} works on it.`)]
  if (database?.isAlive)
    return [
      warn(
        `PostgreSQL (process ${database.pid}) runs without the server, which was killed.`,
        'Start the server, which takes it over, or end it with SIGINT.',
      ),
    ]
  if (database)
    return [
      warn(
        `PostgreSQL (process ${database.pid}) was killed and left its postmaster.pid.`,
        'Nothing to do: the next start recovers what was committed.',
      ),
    ]
  return [ok('No server works on it.')]
}

function processOf(file: string): { readonly pid: number; readonly isAlive: boolean } | null {
  const pid = Number.parseInt(textOf(file) ?? '', 10)
  return Number.isNaN(pid) ? null : { pid, isAlive: isAlive(pid) }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
