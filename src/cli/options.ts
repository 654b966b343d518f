import type { Option, Options } from './command.ts'
import { Misused } from './exit.ts'

/** What lists have in common. */
export const LISTING = {
  limit: { value: 'N', help: 'Only the first N; all of them unless said.' },
} as const satisfies Options

/** What has in common what is done once. */
export const ONCE = {
  once: {
    value: 'TEXT',
    help: 'An idempotency key of your own: whatever is repeated under it is done once.',
  },
} as const satisfies Options

export const CREDIT_TYPE = {
  value: 'TYPE',
  help: 'Which credits.',
} as const satisfies Option

export const SCOPE = {
  member: { value: 'MEMBER', help: 'Of this member.' },
  project: { value: 'PROJECT', help: 'For this project.' },
  feature: { value: 'FEATURE', help: 'For this feature.' },
} as const satisfies Options

/** How a call is told its key. */
export function under(once: string | undefined): { readonly idempotencyKey?: string } {
  if (once === undefined) return {}
  if (/^[\x20-\x7e]{1,255}$/.test(once)) return { idempotencyKey: once }
  throw new Misused(`--once is ${JSON.stringify(once)}; accepted are 1 to 255 printable ASCII characters.`)
}

/** How many are wanted, and how many to ask for at once. */
export function limitOf(text: string | undefined): {
  readonly most: number | undefined
  readonly page: number
} {
  if (text === undefined) return { most: undefined, page: MOST_A_PAGE }
  const most = wholeNumber('--limit', text, 0, 1_000_000_000)
  return { most, page: Math.max(1, Math.min(most, MOST_A_PAGE)) }
}

const MOST_A_PAGE = 100

export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (/^\d{1,15}$/.test(text) && number >= least && number <= most) return number
  throw new Misused(
    `${name} is ${JSON.stringify(text)}; accepted is a whole number from ${least} to ${most}.`,
  )
}

/** Moments as people write them: `2026-12-31`, or as ISO 8601 has it. A day begins at midnight UTC. */
export function instantOf(name: string, text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && isDay(text)) return `${text}T00:00:00Z`
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new Misused(`${name} is ${JSON.stringify(text)}; accepted are 2026-12-31 and 2026-12-31T12:00:00Z.`)
}

const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** `name=value`, each once. */
export function metadataOf(pairs: readonly string[]): Record<string, string> | undefined {
  if (pairs.length === 0) return undefined
  const metadata = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new Misused(`--metadata is ${JSON.stringify(pair)}; accepted is name=value.`)
    metadata.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return Object.fromEntries(metadata)
}

export const METADATA = {
  metadata: { value: 'NAME=VALUE', help: 'Something of your own to remember with it.', many: true },
} as const satisfies Options
