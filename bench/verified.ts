import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toUrl } from '../src/store/session/connection-config.ts'
import type { Postgres } from './postgres.ts'
import type { World } from './world.ts'

/** What `scrip verify` made of a whole ledger. */
export interface VerifiedWorld {
  readonly entries: number
  readonly seconds: number
  /** The most memory of the command itself. */
  readonly most_bytes: number
  readonly breaches: readonly string[]
}

interface Told {
  readonly checked: { readonly entries: number }
  readonly breaches: readonly { readonly invariant: string; readonly what: string }[]
  readonly took_ms: number
}

const LOOK_MS = 200
const main = join(import.meta.dirname, '..', 'src', 'main.ts')

/** The command as an operator runs it on the database, beside the server. */
export async function verified(postgres: Postgres, { database, name }: World): Promise<VerifiedWorld> {
  const env = { PATH: process.env.PATH, DATABASE_URL: toUrl(postgres.owner(database)) }
  const child = spawn(process.execPath, [main, 'verify', '--direct', '--json'], { env })
  let [said, complaint, most_bytes] = ['', '', 0]
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const watch = setInterval(() => {
    most_bytes = Math.max(most_bytes, peakOf(child.pid))
  }, LOOK_MS)
  await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (said === '') throw new Error(`scrip verify of the ${name} ledger said nothing: ${complaint}`)
  const { checked, breaches, took_ms } = JSON.parse(said) as Told
  return {
    entries: checked.entries,
    seconds: took_ms / 1000,
    most_bytes,
    breaches: breaches.map(({ invariant, what }) => `${invariant}: ${what}`),
  }
}

function peakOf(pid: number | undefined): number {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kibibytes ?? 0) * 1024
  } catch {
    return 0
  }
}
