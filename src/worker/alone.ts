import type pg from 'pg'

/**
 * Does the work unless another server is doing it. The lock is the database session's, so a server that dies in the
 * middle gives it up with its connection.
 */
export async function alone<T>(pool: pg.Pool, name: string, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect()
  let done = false
  try {
    const { rows } = await client.query('select pg_try_advisory_lock(hashtext($1)) as taken', [`job ${name}`])
    const taken = rows[0]?.taken === true
    const answer = taken ? await work() : null
    done = !taken
    return answer
  } finally {
    if (!done)
      done = await client.query('select pg_advisory_unlock(hashtext($1))', [`job ${name}`]).then(
        () => true,
        () => false,
      )
    // A connection that may still hold the lock isn't given to anybody else.
    client.release(!done)
  }
}
