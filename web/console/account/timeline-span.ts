import type { Grant } from '@scrip/sdk'
import { LOCALE } from '../../ui/locale.ts'

/** The time that is drawn. */
export interface Span {
  readonly from: number
  readonly to: number
}

const DAY_MS = 86_400_000
const MOST_LABELS = 8

/** From the earliest start to the latest expiry, with a little room; what never ends goes on beyond. */
export function spanOf(grants: readonly Grant[], now: number): Span {
  const starts = grants.map(({ starts_at }) => Date.parse(starts_at))
  const ends = grants.flatMap(({ expires_at }) => (expires_at === null ? [] : [Date.parse(expires_at)]))
  const from = Math.min(now, ...starts)
  // A grant that ends in a hundred years would leave no room for the others.
  const reach = ends.filter((end) => end < now + 3 * 365 * DAY_MS)
  const to = Math.max(now + 14 * DAY_MS, ...reach)
  const room = (to - from) * 0.04
  return { from: from - room, to: to + room }
}

/** Where a moment lies, from 0 to 1. */
export const placeOf = ({ from, to }: Span, at: number): number =>
  Math.min(1, Math.max(0, (at - from) / (to - from)))

const month = new Intl.DateTimeFormat(LOCALE, { month: 'short' })
const withYear = new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric' })

/** The beginnings of months to write on the scale: all of them, or so many that they don't touch. */
export function monthsOf({ from, to }: Span): readonly { readonly at: number; readonly label: string }[] {
  const all: number[] = []
  const first = new Date(from)
  for (let i = 1; ; i += 1) {
    const at = new Date(first.getFullYear(), first.getMonth() + i, 1).getTime()
    if (at > to) break
    all.push(at)
  }
  const every = Math.ceil(all.length / MOST_LABELS)
  return all
    .filter((_, i) => i % every === 0)
    .filter((at) => (at - from) / (to - from) < 0.93)
    .map((at, i) => ({
      at,
      label: (i === 0 || new Date(at).getMonth() < every ? withYear : month).format(at),
    }))
}
