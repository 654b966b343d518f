import type { Kept, Kind, Kinds } from '../wire.ts'
import { type Database, REFERENCES } from './database.ts'

/** What the sandbox knows of an object and Stripe never shows, such as which test card a payment method is. */
export type Hidden = Record<string, string | number | boolean | null>

interface Entry {
  object: Kept
  hidden: Hidden
  due_at: number | null
  dirty: boolean
}

export interface Query {
  /** Fields of the object, with dots into nested ones, and what they must equal; null asks for none. */
  readonly where?: Record<string, string | number | boolean | null | undefined>
  readonly created?: { gt?: number; gte?: number; lt?: number; lte?: number }
  readonly types?: readonly string[]
  readonly limit?: number
  readonly after?: string
  readonly before?: string
  /** The oldest first, as the lines of an invoice come. */
  readonly oldest?: boolean
}

const MANY = 1_000_000

const INSERT = `insert into objects (id, kind, created, due_at, data, hidden, ${REFERENCES.join(', ')})
  values (?, ?, ?, ?, ?, ?, ${REFERENCES.map(() => '?').join(', ')})`
const UPDATE = `update objects set data = ?, hidden = ?, due_at = ?, ${REFERENCES.map((name) => `${name} = ?`).join(', ')}
  where id = ?`

const IN_COLUMNS: ReadonlySet<string> = new Set(REFERENCES)

const references = (object: Kept): (string | null)[] =>
  REFERENCES.map((name) => {
    const value: unknown = Reflect.get(object, name)
    return typeof value === 'string' ? value : null
  })

/**
 * The objects of one transaction. Each is one thing in memory, however often it is asked for, so changing it
 * in two places doesn't lose either change; `save` marks it to be written.
 */
export class Objects {
  readonly #database: Database
  readonly #entries = new Map<string, Entry>()

  constructor(database: Database) {
    this.#database = database
  }

  add<T extends Kept>(object: T, hidden: Hidden = {}, due_at: number | null = null): T {
    const created = 'created' in object ? Number(object.created) : 0
    this.#database
      .prepare(INSERT)
      .run(
        object.id,
        object.object,
        created,
        due_at,
        JSON.stringify(object),
        JSON.stringify(hidden),
        ...references(object),
      )
    this.#entries.set(object.id, { object, hidden, due_at, dirty: false })
    return object
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const entry = this.#entry(id)
    return entry?.object.object === kind ? (entry.object as Kinds[K]) : undefined
  }

  /** Of whatever kind. */
  any(id: string): Kept | undefined {
    return this.#entry(id)?.object
  }

  hidden(id: string): Hidden {
    return this.#entry(id)?.hidden ?? {}
  }

  hide(id: string, more: Hidden): void {
    const entry = this.#entry(id)
    if (entry === undefined) return
    Object.assign(entry.hidden, more)
    entry.dirty = true
  }

  save<T extends Kept>(object: T): T {
    const entry = this.#entry(object.id)
    if (entry?.object !== object) throw new Error(`${object.id} was changed as a copy`)
    entry.dirty = true
    return object
  }

  /** When the sandbox has to look at it by itself, in seconds. */
  dueAt(id: string, due_at: number | null): void {
    const entry = this.#entry(id)
    if (entry === undefined) return
    entry.due_at = due_at
    entry.dirty = true
  }

  due(now: number): Kept[] {
    this.flush()
    const rows = this.#database
      .prepare('select id from objects where due_at <= ? order by due_at, seq limit 1000')
      .all(now)
    return rows.map((row) => this.#entry(String(row.id))!.object)
  }

  delete(id: string): void {
    this.#entries.delete(id)
    this.#database.prepare('delete from objects where id = ?').run(id)
  }

  all<K extends Kind>(kind: K, where: Query['where'] = {}): Kinds[K][] {
    return this.list(kind, { where, oldest: true })
  }

  /** The newest first, as Stripe lists; before an id, those nearest to it. */
  list<K extends Kind>(kind: K, query: Query): Kinds[K][] {
    this.flush()
    const { sql, values } = conditions(kind, query)
    const { oldest = false, before } = query
    const upwards = (before !== undefined) !== oldest
    const rows = this.#database
      .prepare(`select id from objects where ${sql} order by seq ${upwards ? 'asc' : 'desc'} limit ?`)
      .all(...values, query.limit ?? MANY)
    const found = rows.map((row) => this.#entry(String(row.id))!.object as Kinds[K])
    return before !== undefined ? found.reverse() : found
  }

  flush(): void {
    for (const [id, entry] of this.#entries) {
      if (!entry.dirty) continue
      const { object, hidden, due_at } = entry
      this.#database
        .prepare(UPDATE)
        .run(JSON.stringify(object), JSON.stringify(hidden), due_at, ...references(object), id)
      entry.dirty = false
    }
  }

  #entry(id: string): Entry | undefined {
    const known = this.#entries.get(id)
    if (known !== undefined) return known
    const row = this.#database.prepare('select data, hidden, due_at from objects where id = ?').get(id)
    if (row === undefined) return undefined
    const entry: Entry = {
      object: JSON.parse(String(row.data)),
      hidden: JSON.parse(String(row.hidden)),
      due_at: row.due_at === null ? null : Number(row.due_at),
      dirty: false,
    }
    this.#entries.set(id, entry)
    return entry
  }
}

function conditions(kind: Kind, { where = {}, created = {}, types, after, before, oldest = false }: Query) {
  const parts = ['kind = ?']
  const values: (string | number)[] = [kind]
  const add = (part: string, ...more: (string | number)[]) => {
    parts.push(part)
    values.push(...more)
  }
  for (const [field, value] of Object.entries(where)) {
    if (value === undefined) continue
    const at = IN_COLUMNS.has(field) ? field : `data ->> '$.${field}'`
    if (value === null) add(`${at} is null`)
    else add(`${at} = ?`, typeof value === 'boolean' ? Number(value) : value)
  }
  const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' }
  for (const [bound, sign] of Object.entries(signs)) {
    const value = created[bound as keyof typeof signs]
    if (value !== undefined) add(`created ${sign} ?`, value)
  }
  if (types !== undefined) add(`data ->> 'type' in (${types.map(() => '?').join(', ')})`, ...types)
  const [further, nearer] = oldest ? ['>', '<'] : ['<', '>']
  if (after !== undefined) add(`seq ${further} (select seq from objects where id = ?)`, after)
  if (before !== undefined) add(`seq ${nearer} (select seq from objects where id = ?)`, before)
  return { sql: parts.join(' and '), values }
}
