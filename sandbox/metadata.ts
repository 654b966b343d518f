import type { Metadata } from './wire.ts'

/** Keys that come are put beside the others; an empty value takes its key away, null takes them all. */
export function mergeMetadata(present: Metadata | null, change: Metadata | null | undefined): Metadata {
  if (change === undefined) return present ?? {}
  if (change === null) return {}
  const merged = Object.entries({ ...present, ...change })
  return Object.fromEntries(merged.filter(([, value]) => value !== ''))
}
