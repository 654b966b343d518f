import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { listeningUrl } from '../settings.ts'
import { type Examination, ok, warn, wrong } from './finding.ts'

/** Whether the port is free for the server, is the server's, or somebody else's. */
export const portInUse: Examination = {
  name: 'port',
  async look({ settings, credentials, dataDir }) {
    if (!settings || settings.port === 0) return []
    const { host, port } = settings
    if (!(await isTaken(reachable(host), port))) return [ok(`Port ${port} of ${host} is free.`)]
    const url = listeningUrl({ ...settings, host: reachable(host) })
    const isScrip = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) })
      .then(async (response) => {
        const { status } = (await response.json()) as { status?: string }
        return status === 'ready' || status === 'not ready'
      })
      .catch(() => false)
    if (isScrip && !credentials)
      return [
        warn(
          `A Scrip listens on port ${port} of ${host}, and nothing in ${dataDir} tells whether it is this one.`,
          'Set SCRIP_DATA_DIR as the server has it, or PORT to a free one for another server.',
        ),
      ]
    const isOurs = isScrip && URL.parse(credentials?.base_url ?? '')?.port === String(port)
    if (isOurs) return [ok(`Scrip itself listens on port ${port} of ${host}.`)]
    const who = isScrip ? 'a Scrip with another data directory' : (holderOf(port) ?? 'another process')
    return [wrong(`Port ${port} of ${host} is used by ${who}.`, 'End that, or set PORT to a free one.')]
  },
}

const reachable = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const settle = (taken: boolean) => {
      socket.destroy()
      resolve(taken)
    }
    socket.on('connect', () => settle(true))
    socket.on('error', () => settle(false))
    socket.on('timeout', () => settle(false))
  })
}

/** By name and id, where the system tells: the kernel's table has the socket, and some process has it open. */
function holderOf(port: number): string | null {
  try {
    const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listenersIn(table, port))
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      if (hasOpen(pid, inodes)) return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
  } catch {
    // Another system than Linux, or one that hides its processes.
  }
  return null
}

const LISTENS = '0A'

function listenersIn(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = readFileSync(table, 'utf8').trim().split('\n').slice(1)
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/)
    return local.endsWith(`:${wanted}`) && state === LISTENS ? [`socket:[${inode}]`] : []
  })
}

function hasOpen(pid: string, sockets: readonly string[]): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.includes(linkOf(`/proc/${pid}/fd/${fd}`)))
  } catch {
    return false
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
