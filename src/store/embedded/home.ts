import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotStart } from '../migrate/cannot-start.ts'
import { cannotWrite } from './cannot-write.ts'
import { makeDirectory } from './make-directory.ts'
import { canEnter, chooseRunAs, type RunAs, relocationRoot } from './run-as.ts'

/** Where an embedded PostgreSQL keeps itself. */
export type Home = {
  /** Holds everything below; the data directory itself, unless PostgreSQL's user cannot reach that. */
  directory: string
  cluster: string
  password: string
  logFile: string
  sockets: string
  runAs: RunAs | undefined
}

/** Finds the home that belongs to a data directory, or settles one, and says so when it lies elsewhere. */
export function settleHome(dataDir: string, log: (line: string) => void): Home {
  const real = realpathSync(dataDir)
  const pointer = join(real, 'postgres-location')
  const pointed = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined
  if (pointed !== undefined && existsSync(join(pointed, 'postgres'))) {
    claim(pointed, real)
    log(`The database of ${real} is kept in ${pointed}`)
    return homeIn(pointed, chooseRunAs(join(pointed, 'postgres')))
  }
  const cluster = join(real, 'postgres')
  const runAs = chooseRunAs(existsSync(cluster) ? cluster : undefined)
  if (canEnter(real, runAs)) return homeIn(real, runAs)
  const who = runAs ? `the user ${runAs.name}, who runs PostgreSQL,` : 'the current user'
  if (existsSync(cluster) || runAs === undefined) {
    throw new CannotStart(
      `The database in ${real} cannot be reached by ${who}: allow it to pass every folder above.`,
    )
  }
  const elsewhere = join(relocationRoot, createHash('sha256').update(real).digest('hex').slice(0, 16))
  try {
    makeDirectory(elsewhere, 0o755)
  } catch (error) {
    throw new CannotStart(`${real} cannot be reached by ${who} and ${elsewhere} cannot be made (${error}).`)
  }
  if (!canEnter(elsewhere, runAs)) {
    throw new CannotStart(
      `Neither ${real} nor ${elsewhere} can be reached by ${who} as it has to: ` +
        'allow it to pass every folder of one of them, or set SCRIP_DATA_DIR.',
    )
  }
  claim(elsewhere, real)
  writeFileSync(pointer, `${elsewhere}\n`)
  log(`The database of ${real} is kept in ${elsewhere}, since ${who} cannot reach ${real}`)
  return homeIn(elsewhere, runAs)
}

/** A copied data directory must not end up sharing its original's database; a moved one keeps it. */
function claim(home: string, dataDir: string) {
  const file = join(home, 'belongs-to')
  const other = existsSync(file) ? readFileSync(file, 'utf8').trim() : dataDir
  if (other !== dataDir && existsSync(join(other, 'postgres-location'))) {
    throw new CannotStart(
      `The database in ${home} belongs to ${other}, of which ${dataDir} seems a copy: ` +
        `remove ${join(dataDir, 'postgres-location')} to start it with an empty database.`,
    )
  }
  writeFileSync(file, `${dataDir}\n`)
}

function homeIn(path: string, runAs: RunAs | undefined): Home {
  const directory = realpathSync(path)
  return {
    directory,
    cluster: join(directory, 'postgres'),
    password: join(directory, 'postgres-password'),
    logFile: join(directory, 'postgres.log'),
    sockets: socketDirectory(directory, runAs),
    runAs,
  }
}

/** A unix socket's whole path is limited to about 104 bytes, which a deep data directory exceeds. */
function socketDirectory(home: string, runAs: RunAs | undefined): string {
  const beside = join(home, 'run')
  const longest = Buffer.byteLength(join(beside, '.s.PGSQL.5432.lock'))
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const directory = longest <= 100 ? beside : join(shortTemporary(), `scrip-${hash}`)
  makePrivate(directory, runAs)
  return directory
}

/** Leaves nothing in the system's temporary directory once PostgreSQL has ended. */
export function removeSockets({ directory, sockets }: Home) {
  if (!sockets.startsWith(directory)) rmSync(sockets, { recursive: true, force: true })
}

function shortTemporary(): string {
  const own = realpathSync(tmpdir())
  return Buffer.byteLength(own) < 50 && canEnter(own, undefined) ? own : '/tmp'
}

/** Makes a directory that only PostgreSQL's user may enter, and refuses one that somebody else made first. */
export function makePrivate(directory: string, runAs: RunAs | undefined) {
  try {
    mkdirSync(directory, { mode: 0o700 })
    if (runAs) chownSync(directory, runAs.uid, runAs.gid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(directory, error)
  }
  const found = lstatSync(directory)
  const wanted = runAs?.uid ?? process.getuid?.()
  if (!found.isDirectory() || found.uid !== wanted) {
    throw new CannotStart(`${directory} belongs to somebody else: remove it, or set SCRIP_DATA_DIR.`)
  }
  if ((found.mode & 0o077) !== 0) chmodSync(directory, 0o700)
}
