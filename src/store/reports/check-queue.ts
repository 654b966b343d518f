import type pg from 'pg'
import type { CheckQueue } from '../../core/reports/records.ts'
import { orUnavailable } from '../session/outage.ts'
import { rowsOf, timestamp } from '../session/session.ts'
import type { Statements } from '../session/statements.ts'
import { type CheckRow, checkColumns, checkFrom } from './checks.ts'

/** Who does a check has its lock, with a database session: a server that dies gives it up with its connection. */
const lockOf = (id: string): string => `hashtext('check ' || ${id})`

const waiting = `select check_id from checks where state = 'queued' order by check_id`

const take = `
  update checks c set state = 'running', started_at = $2 where c.check_id = $1 and c.state = 'queued'
  returning ${checkColumns}`

const abandoned = `
  with running as materialized (select check_id from checks where state = 'running')
  update checks c set state = 'failed', ended_at = $1, error = 'The server that did it died.'
  from running r
  where c.check_id = r.check_id and c.state = 'running' and pg_try_advisory_xact_lock(${lockOf('r.check_id')})`

export const checkQueueOn = (statements: Statements, locks: pg.Pool): CheckQueue => ({
  async next(now, work) {
    const client = await locks.connect().catch(orUnavailable)
    // A connection that breaks meanwhile gives up the lock, and must not end the process.
    const ignore = () => {}
    client.on('error', ignore)
    let locked: string | null = null
    try {
      const ids = await rowsOf<{ check_id: string }>(client, waiting, []).catch(orUnavailable)
      for (const { check_id } of ids) {
        const [lock] = await rowsOf<{ taken: boolean }>(
          client,
          `select pg_try_advisory_lock(${lockOf('$1::text')}) as taken`,
          [check_id],
        ).catch(orUnavailable)
        if (!lock?.taken) continue
        locked = check_id
        const [row] = await rowsOf<CheckRow>(client, take, [check_id, timestamp(now)]).catch(orUnavailable)
        if (row) {
          await work(checkFrom(row))
          return true
        }
        await unlock(client, check_id)
        locked = null
      }
      return false
    } finally {
      const isClean =
        locked === null ||
        (await unlock(client, locked).then(
          () => true,
          () => false,
        ))
      client.off('error', ignore)
      // A connection that may still hold the lock isn't given to anybody else.
      client.release(!isClean)
    }
  },

  async failAbandoned(now) {
    await statements.query(abandoned, [timestamp(now)])
  },
})

const unlock = (client: pg.PoolClient, id: string): Promise<unknown> =>
  client.query(`select pg_advisory_unlock(${lockOf('$1::text')})`, [id])
