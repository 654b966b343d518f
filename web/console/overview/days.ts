const DAY_MS = 86_400_000

/** Days are of UTC, as the server counts them: `2026-11-01`. */
export const today = (): string => new Date().toISOString().slice(0, 10)

export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10)

/** Every day from the one to the other, both included. */
export function daysOf(from: string, to: string): readonly string[] {
  const all: string[] = []
  if (from === '' || to === '') return all
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    all.push(new Date(at).toISOString().slice(0, 10))
  return all
}
