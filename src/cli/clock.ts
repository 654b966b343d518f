import { parseArgs } from 'node:util'
import { isForwardDuration } from '../core/period.ts'
import { CannotStart } from '../store/cannot-start.ts'
import { type AdvancedClock, type Clock, reportAdvanced, reportClock } from './clock-report.ts'
import type { Command } from './commands.ts'
import { type Credentials, credentialsFile, readCredentials } from './credentials.ts'
import { readSettings } from './settings.ts'

/** What an operator does with an account's own clock while the server runs, which alone knows everything that is due. */
export const clockCommand: Command = {
  summary: "Put a test account's clock forward, or say what it shows",
  usage: 'advance|show ACCOUNT [3mo] [--json]',
  async run(args, env) {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [action, account, span, ...more] = positionals
    const isShow = action === 'show' && span === undefined
    const isAdvance = action === 'advance' && span !== undefined
    if (account === undefined || more.length > 0 || (!isShow && !isAdvance))
      throw new CannotStart('What to do with a clock is one of: advance ACCOUNT 3mo, show ACCOUNT.')
    const duration = span === undefined ? null : durationOf(span)
    const server = serverOf(readSettings(env).dataDir)
    const path = `/v1/accounts/${encodeURIComponent(account)}/clock`
    const say = (value: object, lines: string[]) =>
      process.stdout.write(values.json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`)
    if (duration === null) {
      const clock = await ask<Clock>(server, 'GET', path)
      say(clock, [reportClock(clock)])
    } else {
      const advanced = await ask<AdvancedClock>(server, 'POST', path, { advance: duration })
      say(advanced, reportAdvanced(advanced))
    }
  },
}

const ISO: Readonly<Record<string, (count: string) => string>> = {
  y: (count) => `P${count}Y`,
  mo: (count) => `P${count}M`,
  w: (count) => `P${count}W`,
  d: (count) => `P${count}D`,
  h: (count) => `PT${count}H`,
  min: (count) => `PT${count}M`,
}

/** `3mo` as ISO 8601 has it, which is taken as well. A single `m` could be either of two things, so it is neither. */
export function durationOf(text: string): string {
  const [, count = '', unit = ''] = /^(\d{1,4})([a-z]+)$/.exec(text) ?? []
  const duration = ISO[unit]?.(count) ?? text
  if (isForwardDuration(duration)) return duration
  throw new CannotStart(
    `The time to advance is ${JSON.stringify(text)}; accepted are 1y, 3mo, 2w, 10d, 12h, 30min, or P3M.`,
  )
}

function serverOf(dataDir: string): Credentials {
  const known = readCredentials(dataDir)
  if (known) return known
  throw new CannotStart(
    `There is no ${credentialsFile(dataDir)}; start the server first, or set SCRIP_DATA_DIR as it has it.`,
  )
}

async function ask<T>(
  { base_url, operator_key }: Credentials,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const headers = { authorization: `Bearer ${operator_key}`, 'content-type': 'application/json' }
  const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(`${base_url}${path}`, sent).catch((error: unknown) => {
    throw new CannotStart(unanswered(error, base_url))
  })
  const answer = await response.json()
  if (response.ok) return answer as T
  const { detail } = answer as { detail?: string }
  throw new CannotStart(detail ?? `The server answers ${response.status}.`)
}

function unanswered(error: unknown, base_url: string): string {
  const { cause } = error as { cause?: { code?: string } }
  return cause?.code === 'UND_ERR_HEADERS_TIMEOUT'
    ? 'It takes more than five minutes and goes on; `scrip clock show` says how far the clock is.'
    : `No server answers at ${base_url}; start it first.`
}
