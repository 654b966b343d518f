import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Credentials, DemoCredentials } from '../../src/cli/credentials.ts'
import { root } from './server.ts'

export type Demo = Credentials & DemoCredentials & { readonly sandbox_url: string }

export const demoIn = (dataDir: string): Demo =>
  JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))

/** The commands that a first start prints, as somebody would copy them out of the terminal. */
export const printedCommands = (stdout: string): string[] =>
  stdout
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^ {2}(curl|npx|[A-Z_]+=\S+ npx) /.test(line))
    .map((line) => line.trim())

/** Runs a command as it would be in a fresh terminal; answers what it prints. */
export async function paste(command: string): Promise<string> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(SCRIP_|PORT$|DATABASE_URL$|STRIPE_)/.test(name),
  )
  const { stdout } = await promisify(execFile)('bash', ['-c', command], {
    cwd: root,
    env: Object.fromEntries(own),
  })
  return stdout
}
