import { BadCursor } from '../core/bad-cursor.ts'
import type { Instant } from '../core/instant.ts'
import type { Page, PageRequest } from '../core/ports.ts'

/** A cursor is opaque to whoever gets it: the place where the page before ended, as base64url JSON. */
export const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

export function placeOf<T>(cursor: string, is: (place: unknown) => place is T): T {
  let place: unknown
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new BadCursor()
  }
  if (!is(place)) throw new BadCursor()
  return place
}

const isText = (place: unknown): place is string => typeof place === 'string' && !place.includes('\u0000')

/** Past it a time reads otherwise than PostgreSQL takes it. */
const LATEST = Date.UTC(9999, 11, 31)

/** A time in a cursor. */
export const isTime = (place: unknown): place is Instant =>
  Number.isSafeInteger(place) && (place as number) >= 0 && (place as number) <= LATEST

/** The id at which a page of a list that is ordered by id begins. */
export const idAfter = ({ after }: PageRequest): string | null =>
  after === null ? null : placeOf(after, isText)

/** A page out of one row more than it shows, which tells whether there is another. */
export function pageOf<T extends { readonly id: string }>(
  rows: readonly T[],
  { limit }: PageRequest,
): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last.id) : null }
}
