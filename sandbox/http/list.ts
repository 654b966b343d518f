import { ApiError, missing } from '../errors.ts'
import type { Query } from '../store/objects.ts'
import type { Kind, Kinds } from '../wire.ts'
import type { Work } from '../work.ts'
import { either, hash, integer, list, text } from './shape.ts'

export interface Page<T> {
  object: 'list'
  data: T[]
  has_more: boolean
  url: string
}

export const expand = { expand: list(text) }

/** The parameters that every list takes. */
export const paging = { ...expand, limit: integer, starting_after: text, ending_before: text }

const bounds = { gt: integer, gte: integer, lt: integer, lte: integer }
export const createdWithin = { created: either(integer, hash(bounds)) }

interface PageParams {
  limit?: number
  starting_after?: string
  ending_before?: string
  created?: number | Query['created']
}

export function page<K extends Kind>(
  { objects }: Work,
  kind: K,
  url: string,
  { limit = 10, starting_after: after, ending_before: before, created }: PageParams,
  query: Query = {},
): Page<Kinds[K]> {
  if (limit < 1 || limit > 100) {
    const message = `Invalid limit: ${limit}; it goes from 1 to 100.`
    throw new ApiError(400, { type: 'invalid_request_error', message, param: 'limit' })
  }
  for (const [param, id] of Object.entries({ starting_after: after, ending_before: before }))
    if (id !== undefined && objects.any(id) === undefined) throw missing(kind, id, param, 400)
  const within = typeof created === 'number' ? { gte: created, lte: created } : created
  const more = { ...query, created: within ?? {}, limit: limit + 1, ...given({ after, before }) }
  const found = objects.list(kind, more)
  // One too many was asked for; it is at the end that leads away from where the page began.
  const has_more = found.length > limit
  const data = has_more ? (before === undefined ? found.slice(0, limit) : found.slice(1)) : found
  return { object: 'list', data, has_more, url }
}

function given({ after, before }: { after: string | undefined; before: string | undefined }) {
  return { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) }
}

/** A list that travels inside an object. */
export function inner<T>(data: T[], url: string, most = 10): Page<T> {
  return { object: 'list', data: data.slice(0, most), has_more: data.length > most, url }
}
