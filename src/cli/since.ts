import { Misused } from './exit.ts'

const UNITS_MS: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** The moment so long before now: `12h`, `7d`, `4w`. */
export function since(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  const unit_ms = UNITS_MS[unit]
  if (count !== undefined && unit_ms !== undefined) return Math.max(now - Number(count) * unit_ms, 0)
  throw new Misused(
    `--since is ${JSON.stringify(text)}; accepted are hours, days or weeks, as in 12h, 7d or 4w.`,
  )
}
