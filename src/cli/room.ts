import pg from 'pg'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import { mostConnections } from '../store/store.ts'
import type { Database } from './database.ts'
import type { Settings } from './settings.ts'

/** For the commands that work beside the server, and for whoever looks into the database. */
const TO_SPARE = 40
/** What the PostgreSQL that Scrip brings takes at the least. */
const USUAL = 200

/** How many connections a PostgreSQL of our own takes for so many processes. */
export const connectionsToTake = (processes: number, lanes: number): number =>
  Math.max(USUAL, processes * mostConnections(lanes) + TO_SPARE)

const room = `
  select current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer as room`

/** Refuses more processes than the database has connections for: under load some would find none. */
export async function checkRoom(
  { owner, embedded }: Database,
  processes: number,
  { lanes }: Settings,
): Promise<void> {
  if (processes === 1) return
  const client = new pg.Client(owner)
  await client.connect()
  const { rows } = await client.query<{ room: number }>(room).finally(() => client.end())
  const most = mostConnections(lanes)
  const there = rows[0]?.room ?? 0
  if (processes * most <= there) return
  const fit = Math.max(1, Math.floor(there / most))
  const advice = embedded
    ? 'It was left running by a server that needed fewer: start and end one without --processes, then this one.'
    : `Raise its max_connections, or start ${fit === 1 ? 'one process' : `${fit} processes`}.`
  throw new CannotStart(
    `--processes ${processes} may need ${processes * most} connections, and PostgreSQL has room for ${there}. ${advice}`,
  )
}
