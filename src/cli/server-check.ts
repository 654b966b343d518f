import { setTimeout as sleep } from 'node:timers/promises'
import type { Check, Scrip } from '../../sdk/src/index.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import type { ProgressBar } from './progress-bar.ts'

const OFTEN_MS = 100
const SELDOM_MS = 1_000

type Wish = Parameters<Scrip['checks']['create']>[0]

/**
 * Has the server do a check and waits for what it finds. One of its kind is done at a time, so what is answered may be
 * one that others asked for: where that says less than was asked, it is waited for, and then asked once more.
 */
export async function checkByServer(scrip: Scrip, body: Wish, bar: ProgressBar, back_ms = 0): Promise<Check> {
  for (;;) {
    const asked = await scrip.checks.create(body)
    const check = await endOf(scrip, asked, bar)
    if (!saysEnough(asked, back_ms)) continue
    if (check.state === 'done') return check
    throw new CannotStart(`The server could not finish the check ${check.id}: ${check.error}`)
  }
}

/** Whether it begins only now, and looks back as far as that. Only the server's own clock is reckoned with. */
function saysEnough({ state, since, created_at }: Check, back_ms: number): boolean {
  if (state !== 'queued') return false
  const from = since === null ? 0 : Date.parse(since)
  return from === 0 || Date.parse(created_at) - from >= back_ms
}

async function endOf(scrip: Scrip, asked: Check, bar: ProgressBar): Promise<Check> {
  let check = asked
  for (let pause_ms = OFTEN_MS; !isOver(check); pause_ms = Math.min(pause_ms * 1.5, SELDOM_MS)) {
    await sleep(pause_ms)
    check = await scrip.checks.get(check.id)
    const { progress } = check
    if (progress) bar.show(progress.done, progress.of, check.kind === 'verify' ? 'entries' : null)
  }
  bar.clear()
  return check
}

const isOver = ({ state }: Check): boolean => state === 'done' || state === 'failed'
