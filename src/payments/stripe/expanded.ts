import type { Instant } from '../../core/instant.ts'

/** Stripe gives the id of another object, or, where that was asked for, the object itself. */
type Reference<T> = string | T | null | undefined

interface Deleted {
  readonly deleted: true
}

export const idOf = (reference: Reference<{ readonly id: string }>): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

/** The object itself, if it is there and was not deleted. */
export function wholeOf<T extends { readonly id: string }>(
  reference: Reference<T>,
): Exclude<T, Deleted> | null {
  if (reference === null || reference === undefined || typeof reference === 'string') return null
  return 'deleted' in reference && reference.deleted ? null : (reference as Exclude<T, Deleted>)
}

/** Stripe counts in seconds. */
export const instantOf = (seconds: number): Instant => seconds * 1000
export const secondsOf = (instant: Instant): number => Math.floor(instant / 1000)
