import { afterFile } from './after-file.ts'
import { Cable, type Strand } from './cable.ts'
import type { TestDatabase } from './database.ts'
import { FrameReader, fatalError } from './postgres-frames.ts'

/** Where in a transaction a connection breaks. */
type Moment = 'committed' | 'loaded'

export interface DatabaseCable extends Cable {
  /** The database behind the cable, for `DATABASE_URL`. */
  readonly url: string
  /** Cuts the connection on which the next COMMIT is answered, just before the answer. Settles when it did. */
  cutNextCommit(): Promise<void>
  /**
   * Ends the connection of the next batch just after it has loaded: PostgreSQL's last answer and its farewell arrive
   * together, and the transaction is rolled back.
   */
  endAfterNextLoad(): Promise<void>
  /** As `endAfterNextLoad`, but nobody says anything: PostgreSQL keeps the transaction, and its locks, open. */
  vanishAfterNextLoad(): Promise<void>
}

/** What is known of a connection from its messages. */
interface Seen {
  readonly asked: FrameReader
  readonly told: FrameReader
  /** What was sent and is not answered yet. */
  open: number
  /** Statements that were sent since all was answered: only batches send many at once. */
  statements: number
}

type Fault = { readonly at: Moment; act(strand: Strand, chunk: Buffer): Buffer | null }

/** A TCP connection to the run's PostgreSQL that knows enough of its protocol to break in the worst moments. */
export async function layDatabaseCable(database: TestDatabase): Promise<DatabaseCable> {
  let fault: Fault | null = null
  const connections = new WeakMap<Strand, Seen>()
  const seenOf = (strand: Strand): Seen => {
    const seen = connections.get(strand) ?? {
      asked: new FrameReader('client'),
      told: new FrameReader('server'),
      open: 0,
      statements: 0,
    }
    connections.set(strand, seen)
    return seen
  }
  const cable = await Cable.lay(
    { path: `${database.owner.host}/.s.PGSQL.${database.owner.port}` },
    {
      leaving(strand, chunk) {
        const seen = seenOf(strand)
        for (const { type } of seen.asked.read(chunk)) {
          if (type === 'B') seen.statements += 1
          if (type === 'S' || type === 'Q') seen.open += 1
        }
        return chunk
      },
      returning(strand, chunk) {
        const reached = momentOf(seenOf(strand), chunk)
        if (!fault || reached !== fault.at) return chunk
        const { act } = fault
        fault = null
        return act(strand, chunk)
      },
    },
  )
  afterFile(() => cable.remove())
  const once = (at: Moment, act: Fault['act']) =>
    new Promise<void>((resolve) => {
      fault = {
        at,
        act(strand, chunk) {
          resolve()
          return act(strand, chunk)
        },
      }
    })
  const { user = '', password = '', database: name = '' } = database.owner
  return Object.assign(cable, {
    url: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${cable.port}/${name}`,
    cutNextCommit: () =>
      once('committed', (strand) => {
        strand.cut()
        return null
      }),
    endAfterNextLoad: () =>
      once('loaded', ({ near, far }, chunk) => {
        far.removeAllListeners('data').destroy()
        near.end(Buffer.concat([chunk, fatalError('terminating connection due to administrator command')]))
        return null
      }),
    vanishAfterNextLoad: () =>
      once('loaded', (strand, chunk) => {
        cable.silence(strand)
        return chunk
      }),
  })
}

const MANY = 3

/** Follows the backend's answers; says when a commit or all that a batch loads is among them. */
function momentOf(seen: Seen, chunk: Buffer): Moment | null {
  let moment: Moment | null = null
  for (const { type, body } of seen.told.read(chunk)) {
    if (type === 'C' && body.toString('latin1', 0, body.length - 1) === 'COMMIT') moment = 'committed'
    if (type !== 'Z') continue
    seen.open = Math.max(0, seen.open - 1)
    const inTransaction = body.toString('latin1') === 'T'
    if (seen.open > 0) continue
    if (inTransaction && seen.statements >= MANY) moment = 'loaded'
    seen.statements = 0
  }
  return moment
}
