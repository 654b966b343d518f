import { setTimeout as sleep } from 'node:timers/promises'
import type { Check, Scrip } from '../../sdk/src/index.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import type { ProgressBar } from './progress-bar.ts'

const OFTEN_MS = 100
const SELDOM_MS = 1_000

/** Has the server do a check, or joins the one of its kind that is under way, and waits for what it finds. */
export async function checkByServer(
  scrip: Scrip,
  body: Parameters<Scrip['checks']['create']>[0],
  bar: ProgressBar,
): Promise<Check> {
  let check: Check = await scrip.checks.create(body)
  for (let pause_ms = OFTEN_MS; !isOver(check); pause_ms = Math.min(pause_ms * 1.5, SELDOM_MS)) {
    await sleep(pause_ms)
    check = await scrip.checks.get(check.id)
    const { progress } = check
    if (progress) bar.show(progress.done, progress.of, check.kind === 'verify' ? 'entries' : 'purchases')
  }
  bar.clear()
  if (check.state === 'done') return check
  throw new CannotStart(`The server could not finish the check ${check.id}: ${check.error}`)
}

const isOver = ({ state }: Check): boolean => state === 'done' || state === 'failed'
