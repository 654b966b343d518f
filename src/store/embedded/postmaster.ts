import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'

/** The process that `postmaster.pid` names, if it lives and is a PostgreSQL of this very cluster. */
export function runningPostmaster(home: Home): number | undefined {
  const pid = namedByPidFile(home)
  return pid !== undefined && isAlive(pid) && belongsTo(pid, home.cluster) ? pid : undefined
}

/**
 * PostgreSQL believes a pid file as soon as some process has that id, be it a stranger, as happens when a
 * container starts again and counts its processes from one. It is in the way then, and is taken away.
 */
export function clearStalePidFiles(home: Home) {
  const pid = namedByPidFile(home)
  if (pid !== undefined && isAlive(pid) && !belongsTo(pid, home.cluster)) {
    rmSync(join(home.cluster, 'postmaster.pid'), { force: true })
  }
  const lock = join(home.sockets, '.s.PGSQL.5432.lock')
  const socketPid = existsSync(lock) ? Math.abs(Number.parseInt(readFileSync(lock, 'utf8'), 10)) : undefined
  if (socketPid && isAlive(socketPid) && !belongsTo(socketPid, home.cluster)) rmSync(lock, { force: true })
}

/** What a killed postmaster left behind still holds its shared memory, so no new one starts before it ends. */
export function killOrphans(home: Home) {
  if (!existsSync('/proc/self/cwd')) return
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || workingDirectory(pid) !== home.cluster) continue
    if (readProc(`/proc/${pid}/comm`).startsWith('postgres')) signal(pid, 'SIGQUIT')
  }
}

export function isAlive(pid: number): boolean {
  if (!signal(pid, 0)) return false
  // A zombie still has its id, but does nothing any more.
  return !/^\d+ \(.*\) [ZX]/s.test(readProc(`/proc/${pid}/stat`))
}

export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function namedByPidFile(home: Home): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8'), 10)
    return pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** A postmaster works in its cluster's directory. Where there is no /proc, its command line has to do. */
function belongsTo(pid: number, cluster: string): boolean {
  if (existsSync('/proc/self/cwd')) return workingDirectory(pid) === cluster
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster)
  } catch {
    return false
  }
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
