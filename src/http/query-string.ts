import { isWellFormedText } from './exact-json.ts'

/** A query that can't be read. It travels in the query's place, because the router can't answer for it. */
export class UnreadableQuery {
  readonly field: string
  readonly message: string
  constructor(field: string, message: string) {
    this.field = field
    this.message = message
  }
}

const EMPTY = Object.freeze(Object.create(null))

/** Reads a query strictly: broken escapes and fields that are given twice are told of, not guessed at. */
export function parseQuery(text: string): Record<string, string> | UnreadableQuery {
  if (text === '') return EMPTY
  const query: Record<string, string> = Object.create(null)
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decode(equals < 0 ? part : part.slice(0, equals))
    const value = decode(equals < 0 ? '' : part.slice(equals + 1))
    if (name === null) return new UnreadableQuery('', 'has a query whose percent-encoding is broken')
    if (value === null) return new UnreadableQuery(name, 'has broken percent-encoding')
    if (name in query) return new UnreadableQuery(name, 'is given twice')
    query[name] = value
  }
  return query
}

function decode(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return isWellFormedText(decoded) ? decoded : null
  } catch {
    return null
  }
}
