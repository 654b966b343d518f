const DAY_MS = 86_400_000

/** A day as `2026-11-01`, in UTC as the server counts them: so many days before a moment. */
export const dayBefore = (at: number, days: number): string =>
  new Date(at - days * DAY_MS).toISOString().slice(0, 10)

/** Every day of a range, both ends included. */
export function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(dayBefore(at, 0))
  return days
}
