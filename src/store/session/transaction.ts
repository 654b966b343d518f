import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { CommitLost, isAway } from './outage.ts'

/** A lock is waited for this long, then the caller is told to try again. Shorter than a statement may take. */
const LOCK_TIMEOUT_MS = 4_000

/** Two transactions that wait for each other are rare; one goes on when the other is undone. */
const ATTEMPTS = 5
const PAUSE_MS = 20

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01'

/** Runs the work in a transaction, which is undone when the work throws. A deadlock's victim is run again. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOn(await pool.connect(), work)
    } catch (error) {
      if (!isDeadlock(error) || attempt === ATTEMPTS) throw error
      // Without a pause it could be back for its lock before the other one has got it.
      await sleep(PAUSE_MS * (attempt + Math.random()))
    }
  }
}

async function attemptOn<T>(client: pg.PoolClient, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  // A connection that breaks between two statements fails the next one, and must not end the process.
  const ignore = () => {}
  client.on('error', ignore)
  let broken: unknown
  try {
    await client.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}`)
    const answer = await work(client)
    await client.query('commit').catch(lostOr)
    return answer
  } catch (error) {
    // A connection that is of no more use would not answer to this either; closing it undoes the work as well.
    if (isAway(error)) broken = error
    else
      await client.query('rollback').catch((lost: unknown) => {
        broken = lost
      })
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken as Error | undefined)
  }
}

function lostOr(error: unknown): never {
  throw isAway(error) ? new CommitLost('the commit was not answered', { cause: error }) : error
}

/** Runs a part of a transaction's work. Where it throws, only that part is undone. */
export async function withinSavepoint<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('savepoint part')
  try {
    return await work()
  } catch (error) {
    await client.query('rollback to savepoint part')
    throw error
  }
}
