import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem, type } from 'node:os'

/** The machine, as far as it explains the numbers. */
export const machine = (): Record<string, string> => ({
  CPU: cpus()[0]?.model ?? 'unknown',
  cores: String(cpus().length),
  memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
  kernel: `${type()} ${release()}`,
  'Node.js': process.version,
  pgbench: pgbenchVersion() ?? 'not on the PATH; the same work through the driver',
})

export function pgbenchVersion(): string | null {
  try {
    const said = execFileSync('pgbench', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return /\d+(\.\d+)?/.exec(said)?.[0] ?? said.trim()
  } catch {
    return null
  }
}
