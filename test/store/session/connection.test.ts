import { expect, test } from 'vitest'
import { PipelinedConnection, type Statement } from '../../../src/store/session/connection.ts'
import { isAway } from '../../../src/store/session/outage.ts'
import { afterFile } from '../../harness/after-file.ts'
import { Cable } from '../../harness/cable.ts'
import { freshDatabase } from '../../harness/database.ts'
import { FrameReader } from '../../harness/postgres-frames.ts'

const database = await freshDatabase()

const echo: Statement = { name: 'echo', text: 'select $1::integer, pg_backend_pid()' }
const slow: Statement = { name: 'slow', text: 'select pg_sleep(0.3)::text' }
const wrong: Statement = { name: 'wrong', text: 'select 1 / $1::integer' }
const never: Statement = { name: 'never', text: 'select no_such_column' }
const kill: Statement = { name: 'kill', text: 'select pg_terminate_backend($1::integer)' }

const connect = (as = database.server) => {
  const connection = new PipelinedConnection(as, 'reads')
  afterFile(() => connection.end())
  return connection
}
const echoes = (connection: PipelinedConnection, count: number) =>
  Array.from({ length: count }, (_, i) => connection.flush([[echo, String(i)]]))
/** What comes first on a connection is sent when it is prepared, so that what is prepared already overtakes it. */
const prepared = async (connection: PipelinedConnection) => {
  const [, [[, pid] = []] = []] = await connection.flush([[slow], [echo, '0']])
  return pid
}
const numbers = (found: unknown[][][][]) => found.map(([rows]) => rows?.[0]?.[0])

test('what is asked at once, before there is a connection, goes over one, and each is told its own', async () => {
  const found = await Promise.all(echoes(connect(), 30))
  expect(numbers(found)).toEqual(Array.from({ length: 30 }, (_, i) => i))
  expect(new Set(found.map(([rows]) => rows?.[0]?.[1])).size).toBe(1)
})

test('a statement that fails takes nothing with it that came behind', async () => {
  const connection = connect()
  const work = [
    ...echoes(connection, 2),
    connection.flush([[wrong, '0']]),
    connection.flush([[wrong, '1']]),
    connection.flush([[never]]),
    connection.flush([[never]]),
    ...echoes(connection, 2),
  ]
  const ends = await Promise.allSettled(work)
  expect(ends.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
  ])
  await expect(connection.flush([[never]])).rejects.toMatchObject({ code: '42703' })
  expect(numbers(await Promise.all(echoes(connection, 3)))).toEqual([0, 1, 2])
})

test('who asks after an error, before its answer is at an end, is told his own', async () => {
  const told = new FrameReader('server')
  let late: Buffer[] | null = null
  const cable = await Cable.lay(
    { path: `${database.server.host}/.s.PGSQL.${database.server.port}` },
    {
      returning({ near }, chunk) {
        if (late) late.push(chunk)
        const [first] = told.read(chunk)
        if (late || first?.type !== 'E') return late ? null : chunk
        const end = 5 + first.body.length
        late = [chunk.subarray(end)]
        setTimeout(() => {
          near.write(Buffer.concat(late ?? []))
          late = null
        }, 100)
        return chunk.subarray(0, end)
      },
    },
  )
  const connection = connect({ ...database.server, host: '127.0.0.1', port: cable.port })
  await prepared(connection)
  await expect(connection.flush([[never]])).rejects.toMatchObject({ code: '42703' })
  expect(numbers(await Promise.all(echoes(connection, 3)))).toEqual([0, 1, 2])
  await connection.end()
  await cable.remove()
})

test('whatever is under way fails with its connection, and the next one asks on a new one', async () => {
  const connection = connect()
  const pid = await prepared(connection)
  const ends = Promise.allSettled([connection.flush([[slow]]), ...echoes(connection, 5)])
  await connect(database.owner).flush([[kill, String(pid)]])
  for (const one of await ends) expect(one.status === 'rejected' && isAway(one.reason)).toBe(true)
  const [[[number, after] = []] = []] = await connection.flush([[echo, '7']])
  expect(number).toBe(7)
  expect(after).not.toBe(pid)
})

test('a line that is cut, or an end that is asked for, leaves nobody waiting', async () => {
  const cable = await Cable.lay({ path: `${database.server.host}/.s.PGSQL.${database.server.port}` })
  afterFile(() => cable.remove())
  const connection = new PipelinedConnection({ ...database.server, host: '127.0.0.1', port: cable.port })
  for (const leave of [() => cable.cut(), () => connection.abandon(), () => connection.end()]) {
    await prepared(connection)
    const work = [connection.flush([[slow]]), ...echoes(connection, 5)]
    setTimeout(leave, 50)
    for (const one of await Promise.allSettled(work))
      expect(one.status === 'rejected' && isAway(one.reason)).toBe(true)
  }
})

test('the next flush is sent before the one under way is answered', async () => {
  const asked = new FrameReader('client')
  const told = new FrameReader('server')
  let open = 0
  let most = 0
  const cable = await Cable.lay(
    { path: `${database.server.host}/.s.PGSQL.${database.server.port}` },
    {
      leaving(_strand, chunk) {
        for (const { type } of asked.read(chunk)) if (type === 'S') open += 1
        most = Math.max(most, open)
        return chunk
      },
      returning(_strand, chunk) {
        for (const { type } of told.read(chunk)) if (type === 'Z') open -= 1
        return chunk
      },
    },
  )
  const connection = new PipelinedConnection({ ...database.server, host: '127.0.0.1', port: cable.port })
  await prepared(connection)
  open = 0
  most = 0
  const [, found] = await Promise.all([connection.flush([[slow]]), ...echoes(connection, 1)])
  expect(found?.[0]?.[0]?.[0]).toBe(0)
  expect(most).toBeGreaterThan(1)
  await connection.end()
  await cable.remove()
})
