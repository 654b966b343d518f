import pg from 'pg'
import type { Ids, Registry } from '../../../src/core/ports.ts'
import { isRefusal, type Refusal } from '../../../src/core/refusal.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { onceOn } from '../../../src/store/once.ts'
import { registryOn } from '../../../src/store/registry.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { turnsAt } from '../../../src/store/session/turns.ts'
import { pgTypes } from '../../../src/store/session/types.ts'
import { afterFile } from '../../harness/after-file.ts'
import { freshDatabase } from '../../harness/database.ts'

export const NOW = Date.UTC(2026, 0, 15, 12)
export const DAY = 86_400_000

type Operation<I, A> = (registry: Registry, input: I, now: number, ids: Ids) => Promise<A | Refusal>

/** The registry on a database of its own, as the server's role sees it. */
export async function openRegistry() {
  const database = await freshDatabase()
  const pool = new pg.Pool({ ...database.server, types: pgTypes, max: 10 })
  pool.on('error', () => {})
  const owner = new pg.Pool({ ...database.owner, types: pgTypes, max: 2 })
  afterFile(async () => {
    await pool.end()
    await owner.end()
  })
  const ids = mintingIds()
  const { once, purge } = onceOn(pool, turnsAt(10))
  return {
    pool,
    owner,
    ids,
    once,
    purge,
    registry: registryOn(new Statements(pool)),
    /** Runs an operation in a transaction of its own. */
    async run<I, A>(operation: Operation<I, A>, input: I, now = NOW): Promise<A | Refusal> {
      return (await once(null, now, (registry) => operation(registry, input, now, ids))).answer
    },
    /** The same, where a refusal fails the test. */
    async must<I, A>(operation: Operation<I, A>, input: I, now = NOW): Promise<A> {
      const { answer } = await once(null, now, (registry) => operation(registry, input, now, ids))
      if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}`)
      return answer
    },
  }
}
