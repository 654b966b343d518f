import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { freshDirectory } from './directory.ts'
import { freePort } from './port.ts'

export type Exit = { code: number | null; signal: NodeJS.Signals | null }

export type ServerOptions = {
  /** The owner's URL of a database; without one the server brings its own PostgreSQL. */
  database?: string
  dataDir?: string
  port?: number
  processes?: number
  env?: NodeJS.ProcessEnv
  /** Where the server outlives the test that starts it; whoever asks for it kills it. */
  keep?: boolean
}

export type TestServer = {
  baseUrl: string
  port: number
  dataDir: string
  child: ChildProcess
  exited: Promise<Exit>
  /** Everything it has said so far. */
  output: { stdout: string; stderr: string }
  kill(signal?: NodeJS.Signals): Promise<Exit>
}

export const root = join(import.meta.dirname, '..', '..')
export const node = join(root, 'node_modules', '.bin', 'node')

/** A real `scrip serve` in a process of its own, ready to be asked. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? freshDirectory('data')
  const port = options.port ?? (await freePort())
  const args = options.processes ? ['--processes', String(options.processes)] : []
  const started = runScrip(['serve', ...args], {
    PORT: String(port),
    SCRIP_DATA_DIR: dataDir,
    ...(options.database !== undefined && { DATABASE_URL: options.database }),
    ...options.env,
  })
  const server = { ...started, baseUrl: `http://127.0.0.1:${port}`, port, dataDir }
  if (!options.keep) onTestFinished(async () => void (await server.kill('SIGTERM')))
  let ended = false
  server.exited.then(({ code, signal }) => {
    ended = true
    // Where nobody asked it to, its test will fail somehow, and this tells why.
    if (!server.wasAsked())
      console.error(code, signal, server.output.stdout.slice(-2_000), server.output.stderr)
  })
  // The last line of its greeting: what it says after "Scrip listens on" has been read as well then.
  for (
    const deadline = Date.now() + 90_000;
    !/Its credentials (are in|were made) /.test(server.output.stdout);
    await sleep(10)
  ) {
    if (!ended && Date.now() < deadline) continue
    const { stdout, stderr } = server.output
    const trouble = new Error(`the server ${ended ? 'ended' : 'is not ready'}:\n${stdout}${stderr}`)
    // Whoever would kill it has not got it yet. Where nobody is to keep it, it ends with its test, in good order.
    if (options.keep) await server.kill('SIGKILL')
    throw trouble
  }
  return server
}

/** Any `scrip` command as a child process, with nothing of this environment's own settings. */
export function runScrip(args: string[], env: NodeJS.ProcessEnv = {}, cwd = root) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(SCRIP_(?!TEST)|PORT$|HOST$|DATABASE_URL$|STRIPE_|NODE_)/.test(name),
  )
  const flags = manifest.config.node_flags.split(' ')
  const child = spawn(node, [...flags, join(root, 'src', 'main.ts'), ...args], {
    cwd,
    // Most of what a start costs is reading the sources, which hundreds of them need not do anew.
    env: {
      ...Object.fromEntries(own),
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk
  })
  const exited = new Promise<Exit>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  let asked = false
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
    asked = true
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return exited
  }
  return { child, output, exited, kill, wasAsked: () => asked }
}
