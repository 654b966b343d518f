import { ScripUnreachable } from '../../../sdk/src/index.ts'
import { isForwardDuration } from '../../core/period.ts'
import { reportAdvanced, reportClock } from '../clock-report.ts'
import { command, type Group } from '../command.ts'
import { Misused } from '../exit.ts'
import { ONCE, under } from '../options.ts'
import { progressBar } from '../progress-bar.ts'
import { whileWatched } from '../watch-clock.ts'

/** A year of renewals can take a while, and nothing is gained by asking again meanwhile. */
const PATIENCE = { timeoutMs: 300_000, limitMs: 300_000, retries: 0 }

const advance = command({
  name: 'advance',
  summary: "Put a test account's clock forward, and tell what happened meanwhile",
  about: 'Only where no real money moves.',
  args: ['ACCOUNT', 'SPAN'],
  options: ONCE,
  examples: ['clock advance neo_demo 3mo', 'clock advance demo 10d --json'],
  async run({ args: [account, span], options: { once }, scrip, out }) {
    const duration = durationOf(span)
    const options = { ...PATIENCE, ...under(once) }
    const client = scrip()
    const advance = () => client.clock.advance(account, { advance: duration }, options).catch(tellOfLength)
    const advanced = out.isWatched
      ? await whileWatched(client, account, duration, progressBar(out), advance)
      : await advance()
    out.one(advanced, reportAdvanced(advanced))
  },
})

/** Nobody waits for longer, and the server goes on: what is said of it has the key to ask with again. */
export function tellOfLength(error: unknown): never {
  if (!(error instanceof ScripUnreachable && error.reason === 'timeout')) throw error
  const message = `${error.message} It goes on meanwhile; \`scrip clock show\` says how far the clock is.`
  throw new ScripUnreachable(message, error.reason, error, { cause: error })
}

const show = command({
  name: 'show',
  summary: 'Say what the clock of an account shows',
  args: ['ACCOUNT'],
  examples: ['clock show neo_demo'],
  async run({ args: [account], scrip, out }) {
    const clock = await scrip().clock.get(account)
    out.one(clock, [reportClock(clock)])
  },
})

export const clock: Group = {
  name: 'clock',
  summary: "A test account's own clock, and putting it forward",
  commands: [advance, show],
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
  throw new Misused(
    `The time to advance is ${JSON.stringify(text)}; accepted are 1y, 3mo, 2w, 10d, 12h, 30min, or P3M.`,
  )
}
