import { LOCALE } from './locale.ts'

const formats = {
  date: new Intl.DateTimeFormat(LOCALE, { year: 'numeric', month: 'short', day: 'numeric' }),
  moment: new Intl.DateTimeFormat(LOCALE, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }),
  clock: new Intl.DateTimeFormat(LOCALE, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }),
  /** Of a day that is meant as a day in UTC. */
  day: new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
  whole_day: new Intl.DateTimeFormat(LOCALE, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }),
}

export type TimeStyle = keyof typeof formats

export const timeText = (at: string, style: TimeStyle = 'moment'): string =>
  formats[style].format(new Date(at))

/** In the viewer's own zone; resting on it shows the exact moment. */
export function Time({ at, style = 'moment' }: { readonly at: string; readonly style?: TimeStyle }) {
  return (
    <time dateTime={at} title={exactText(at)} className="nowrap">
      {timeText(at, style)}
    </time>
  )
}

const exactText = (at: string): string =>
  `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')} UTC`

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })
const steps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** "in 3 days", "2 hours ago". */
export function agoText(at: string, now: number = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit)
  return relative.format(Math.round(seconds), 'second')
}

export function Ago({ at, now }: { readonly at: string; readonly now?: number }) {
  return (
    <time dateTime={at} title={exactText(at)} className="nowrap">
      {agoText(at, now)}
    </time>
  )
}
