import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** The statements are few, and reading each anew costs more than most of them do. */
export class Database extends DatabaseSync {
  readonly #statements = new Map<string, StatementSync>()

  override prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = super.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/**
 * What lists are asked for by, in columns beside the objects: an index that had to look into an object would read the
 * whole of it at every change.
 */
export const REFERENCES = ['customer', 'payment_intent', 'invoice', 'charge'] as const

const SCHEMA = `
  create table if not exists objects (
    seq integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    created integer not null,
    due_at integer,
    data text not null,
    hidden text,
    ${REFERENCES.map((name) => `${name} text`).join(', ')}
  );
  create table if not exists keys (
    key text primary key,
    request text not null,
    status integer not null,
    body text not null,
    request_id text not null,
    created integer not null
  );
  create table if not exists deliveries (
    id integer primary key autoincrement,
    event text not null,
    state text not null,
    due_at integer not null,
    attempts integer not null default 0,
    last_status integer
  );
  create index if not exists deliveries_open on deliveries (due_at) where state = 'pending';
  create index if not exists deliveries_event on deliveries (event);
  create table if not exists settings (name text primary key, value text not null);
`

const INDEXES = `
  create index if not exists objects_due on objects (due_at) where due_at is not null;
  create index if not exists objects_kind on objects (kind, seq);
  ${REFERENCES.map(
    (name) =>
      `create index if not exists objects_of_${name} on objects (${name}, kind, seq) where ${name} is not null;`,
  ).join('\n  ')}
`

/**
 * The file that everything is kept in. Each commit is flushed to the disk before anything is answered, so what
 * was answered is there after any crash.
 */
export function openDatabase(directory: string): Database {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const database = new Database(join(directory, 'stripe.db'))
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 2000')
  database.exec(SCHEMA)
  addReferences(database)
  database.exec(INDEXES)
  return database
}

/** A file of an earlier version has no such columns, and indexes in their stead. */
function addReferences(database: Database): void {
  const has = database.prepare(`select 1 from pragma_table_info('objects') where name = ?`)
  for (const name of REFERENCES) {
    if (has.get(name) !== undefined) continue
    database.exec(`alter table objects add column ${name} text;
      update objects set ${name} = data ->> '${name}' where kind <> 'event';
      drop index if exists objects_${name}`)
  }
}
