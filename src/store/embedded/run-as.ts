import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { CannotStart } from '../migrate/cannot-start.ts'

/** The unprivileged user that PostgreSQL runs under when Scrip itself runs as root. */
export type RunAs = { name: string; uid: number; gid: number }

/** Where things go that must be reachable by that user and can't stay in the clone. */
export const relocationRoot = '/var/lib/scrip'

/**
 * PostgreSQL refuses to run as root. Then it runs as the user who owns the data already, else as `postgres`,
 * else as a system user made for it.
 */
export function chooseRunAs(existingData: string | undefined): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (existingData !== undefined) {
    const { uid, gid } = statSync(existingData)
    if (uid !== 0) return { name: nameOf(uid), uid, gid }
  }
  return lookUp('postgres') ?? lookUp(ownUser) ?? create()
}

const ownUser = 'scrip-postgres'

function create(): RunAs {
  const attempts: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', ownUser],
    ],
    ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/bin/false', ownUser]],
  ]
  const reasons: string[] = []
  for (const [program, args] of attempts) {
    try {
      execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment() })
      const made = lookUp(ownUser)
      if (made !== undefined) return made
    } catch (error) {
      reasons.push((error as Error).message.trim().split('\n').at(-1) ?? program)
    }
  }
  throw new CannotStart(
    `PostgreSQL does not run as root, and no user for it could be made (${reasons.join('; ')}): ` +
      'create a system user named postgres, start Scrip as another user, or set DATABASE_URL.',
  )
}

function lookUp(name: string): RunAs | undefined {
  const uid = id(['-u', name])
  const gid = id(['-g', name])
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined
}

function nameOf(uid: number): string {
  return id(['-un', String(uid)]) ?? `with id ${uid}`
}

function id(args: string[]): string | undefined {
  try {
    return (
      execFileSync('id', args, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }).trim() || undefined
    )
  } catch {
    return undefined
  }
}

/** Whether the user can enter a directory; asked of the system itself, which also knows of ACLs and mounts. */
export function canEnter(directory: string, runAs: RunAs | undefined): boolean {
  const who = runAs && { uid: runAs.uid, gid: runAs.gid }
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { cwd: '/', stdio: 'ignore', ...who })
    return true
  } catch {
    return false
  }
}

/** Ours without what steers PostgreSQL from outside (PGDATA, PGPORT, PGOPTIONS …) or changes its language. */
export function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|LD_|NODE_)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}
