import type { Database } from '../store/database.ts'
import type { Planned } from './behaviour.ts'

export interface Delivery {
  id: number
  event: string
  state: 'delivered' | 'dropped' | 'failed' | 'held' | 'pending'
  due_at: number
  attempts: number
  last_status: number | null
}

/** What is to be sent and what was, kept beside the events. */
export class Deliveries {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(event: string, planned: readonly Planned[]): void {
    const insert = this.#database.prepare('insert into deliveries (event, state, due_at) values (?, ?, ?)')
    for (const { state, due_at } of planned) insert.run(event, state, due_at)
  }

  due(now: number, most: number, except: readonly number[]): Delivery[] {
    const not = except.map(() => '?').join(', ')
    const sql = `select * from deliveries where state = 'pending' and due_at <= ? and id not in (${not})
      order by due_at, id limit ?`
    return this.#database.prepare(sql).all(now, ...except, most) as unknown as Delivery[]
  }

  nextDue(): number | undefined {
    const row = this.#database
      .prepare(`select min(due_at) as at from deliveries where state = 'pending'`)
      .get()
    return row?.at === null || row?.at === undefined ? undefined : Number(row.at)
  }

  list(event?: string): Delivery[] {
    const sql = `select * from deliveries ${event === undefined ? '' : 'where event = ?'} order by id desc limit 1000`
    const rows =
      event === undefined ? this.#database.prepare(sql).all() : this.#database.prepare(sql).all(event)
    return rows as unknown as Delivery[]
  }

  tried(id: number, state: Delivery['state'], status: number | null, due_at: number): void {
    this.#database
      .prepare(
        'update deliveries set state = ?, last_status = ?, due_at = ?, attempts = attempts + 1 where id = ?',
      )
      .run(state, status, due_at, id)
    if (state !== 'delivered') return
    const event = this.#database.prepare('select event from deliveries where id = ?').get(id)?.event
    this.#database
      .prepare(`update objects set data = json_set(data, '$.pending_webhooks', 0) where id = ?`)
      .run(String(event))
  }

  release(now: number): number {
    const released = this.#database
      .prepare(`update deliveries set state = 'pending', due_at = ? where state = 'held'`)
      .run(now)
    return Number(released.changes)
  }
}
