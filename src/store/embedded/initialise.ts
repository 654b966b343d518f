import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '../migrate/cannot-start.ts'
import type { Binaries } from './binaries.ts'
import { confName } from './conf.ts'
import { syncDirectory, writeDurably } from './durable-file.ts'
import { type Home, makePrivate } from './home.ts'
import { environment } from './run-as.ts'

export const ownerRole = 'scrip_owner'

/** How the names start of what an interrupted first start leaves, and the next one removes. */
const halfMade = 'postgres.half-'

/** Makes the cluster where there is none yet, checks it where there is one, and answers the owner's password. */
export async function initialise(
  home: Home,
  binaries: Binaries,
  log: (line: string) => void,
): Promise<string> {
  if (existsSync(join(home.cluster, 'PG_VERSION'))) {
    const major = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim()
    if (major !== binaries.major) {
      throw new CannotStart(
        `The database in ${home.cluster} was made by PostgreSQL ${major}, and this Scrip brings ` +
          `${binaries.major}: move it over with pg_dump and DATABASE_URL, or use the Scrip it was made with.`,
      )
    }
    return readPassword(home)
  }
  log(`A new database is made in ${home.cluster}`)
  const password = existsSync(home.password) ? readPassword(home) : newPassword(home)
  await initdb(home, binaries, password)
  return password
}

export function readPassword(home: Home): string {
  try {
    return readFileSync(home.password, 'utf8').trim()
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new CannotStart(`The database's password cannot be read from ${home.password} (${why}).`)
  }
}

function newPassword(home: Home): string {
  const password = randomBytes(24).toString('base64url')
  writeDurably(home.password, `${password}\n`, 0o600)
  return password
}

/** Into a directory of another name, renamed when complete: an interrupted start leaves no half a cluster. */
async function initdb(home: Home, binaries: Binaries, password: string) {
  for (const name of readdirSync(home.directory)) {
    if (name.startsWith(halfMade)) rmSync(join(home.directory, name), { recursive: true })
  }
  const half = join(home.directory, `${halfMade}${process.pid}`)
  makePrivate(half, home.runAs)
  const passwordFile = passwordFor(home, password)
  try {
    const args = [
      ...['--pgdata', half, '--username', ownerRole, '--pwfile', passwordFile],
      ...[
        '--encoding',
        'UTF8',
        '--locale',
        'C',
        '--locale-provider',
        'builtin',
        '--builtin-locale',
        'C.UTF-8',
      ],
      ...['--auth-local', 'scram-sha-256', '--auth-host', 'reject', '--no-instructions'],
      // Each new segment of the log is filled and synced while every commit waits: 16 MB take 60 ms, one takes four.
      ...['--wal-segsize', '1'],
    ]
    const who = home.runAs && { uid: home.runAs.uid, gid: home.runAs.gid }
    await promisify(execFile)(binaries.initdb, args, { cwd: '/', env: environment(), ...who })
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    const { stderr = '', message } = error as { stderr?: string; message: string }
    const reason = stderr.trim() || message
    throw new CannotStart(`PostgreSQL could not make a database in ${home.directory}: ${reason}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  appendFileSync(join(half, 'postgresql.conf'), `\ninclude_if_exists = '${confName}'\n`)
  rmSync(home.cluster, { recursive: true, force: true })
  renameSync(half, home.cluster)
  syncDirectory(home.directory)
}

/** A copy of the password that PostgreSQL's own user may read for as long as `initdb` runs. */
function passwordFor(home: Home, password: string): string {
  const path = join(home.directory, `${halfMade}${process.pid}-password`)
  writeFileSync(path, `${password}\n`, { mode: 0o600 })
  if (home.runAs) chownSync(path, home.runAs.uid, home.runAs.gid)
  return path
}
