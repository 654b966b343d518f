import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Database = DatabaseSync

const SCHEMA = `
  create table if not exists objects (
    seq integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    created integer not null,
    due_at integer,
    data text not null,
    hidden text
  );
  create index if not exists objects_due on objects (due_at) where due_at is not null;
  create index if not exists objects_kind on objects (kind, seq);
  create index if not exists objects_customer on objects (kind, data ->> 'customer', seq);
  create index if not exists objects_payment_intent on objects (kind, data ->> 'payment_intent', seq);
  create index if not exists objects_invoice on objects (kind, data ->> 'invoice', seq);
  create index if not exists objects_charge on objects (kind, data ->> 'charge', seq);
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

/**
 * The file that everything is kept in. Each commit is flushed to the disk before anything is answered, so what
 * was answered is there after any crash.
 */
export function openDatabase(directory: string): Database {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(directory, 'stripe.db'))
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 2000')
  database.exec(SCHEMA)
  return database
}
