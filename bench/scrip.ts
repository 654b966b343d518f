import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import manifest from '../package.json' with { type: 'json' }
import { type ConnectionConfig, toUrl } from '../src/store/session/connection-config.ts'
import { freePort } from '../test/harness/port.ts'

export interface Scrip {
  readonly port: number
  readonly pid: number
  /** The operator's key. */
  readonly key: string
  readonly log_file: string
  /** Stands still, with all its processes, until it goes on. */
  pause(): void
  goOn(): void
  stop(): Promise<void>
}

export interface ScripOptions {
  readonly owner: ConnectionConfig
  readonly data_dir: string
  readonly processes: number
  readonly lanes: number | null
  /** Where a CPU profile goes when the server ends. */
  readonly profile: string | null
  /** What else is set for it. */
  readonly env?: NodeJS.ProcessEnv
}

const root = join(import.meta.dirname, '..')
const PATIENCE_MS = 60_000

/** A real `scrip serve` on one of the databases, in a process of its own, ready to be asked. */
export async function startScrip({
  owner,
  data_dir,
  processes,
  lanes,
  profile,
  env,
}: ScripOptions): Promise<Scrip> {
  mkdirSync(data_dir, { recursive: true, mode: 0o700 })
  const port = await freePort()
  const log_file = join(data_dir, 'server.log')
  // A file, not a pipe: reading what the server logs would cost the measuring process time.
  const log = openSync(log_file, 'w')
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const many = processes > 1 ? ['--processes', String(processes)] : []
  const flags = [...manifest.config.node_flags.split(' '), ...profiling]
  const child = spawn(process.execPath, [...flags, join(root, 'src', 'main.ts'), 'serve', ...many], {
    cwd: root,
    env: {
      ...withoutOurs(process.env),
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: toUrl(owner),
      SCRIP_DATA_DIR: data_dir,
      ...(lanes !== null && { SCRIP_LANES: String(lanes) }),
      ...env,
    },
    stdio: ['ignore', log, log],
    // A group of its own, so that a signal reaches all its processes.
    detached: true,
  })
  closeSync(log)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const toAll = (signal: NodeJS.Signals) => () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, signal)
  }
  const [pause, goOn] = [toAll('SIGSTOP'), toAll('SIGCONT')]
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM')
    // What stands still hears nothing.
    goOn()
    await exited
  }
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    const key = (await isReady(port)) ? operatorKey(data_dir) : null
    if (key !== null) return { port, pid: child.pid ?? 0, key, log_file, pause, goOn, stop }
    if (child.exitCode === null && Date.now() < deadline) continue
    await stop()
    throw new Error(`the server did not start:\n${readFileSync(log_file, 'utf8')}`)
  }
}

const withoutOurs = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(SCRIP_|STRIPE_|NODE_|PORT$|HOST$|DATABASE_URL$)/.test(name)),
  )

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** The first start writes it down once it listens; every later one on the same data directory keeps it. */
function operatorKey(data_dir: string): string | null {
  const file = join(data_dir, 'credentials.json')
  if (!existsSync(file)) return null
  return (JSON.parse(readFileSync(file, 'utf8')) as { operator_key: string }).operator_key
}
