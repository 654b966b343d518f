import type { Grant, Scope } from './grant.ts'

/**
 * The one total order in which grants are burned: narrower scope first, then priority, then the earliest expiry
 * (never comes last), then the oldest, then the id.
 */
export function drawOrder(a: Grant, b: Grant): number {
  return (
    width(a.scope) - width(b.scope) ||
    a.priority - b.priority ||
    compare(a.expires_at ?? Number.POSITIVE_INFINITY, b.expires_at ?? Number.POSITIVE_INFINITY) ||
    a.created_at - b.created_at ||
    compare(a.id, b.id)
  )
}

/** How many of the three dimensions a scope leaves open. */
const width = (scope: Scope): number =>
  (scope.member === null ? 1 : 0) + (scope.project === null ? 1 : 0) + (scope.feature === null ? 1 : 0)

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
