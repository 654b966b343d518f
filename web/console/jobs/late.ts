import type { Job } from '@scrip/sdk'
import { LOCALE } from '../../ui/locale.ts'

/** A little behind is as it should be: jobs run now and then. */
const ALLOWED_SECONDS = 60

/** What is due waits longer than a job of its pace explains. */
export const isLate = ({ lag_seconds: lag, runs_every_seconds: every }: Job): boolean =>
  lag !== null && lag > ALLOWED_SECONDS + 2 * (every ?? 0)

const number = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 })

/** As long as it is, in the unit that fits. */
export function secondsText(seconds: number): string {
  if (seconds < 1) return `${number.format(seconds * 1000)} ms`
  if (seconds < 120) return `${number.format(seconds)} s`
  if (seconds < 7200) return `${number.format(seconds / 60)} min`
  if (seconds < 172_800) return `${number.format(seconds / 3600)} h`
  return `${number.format(seconds / 86_400)} days`
}
