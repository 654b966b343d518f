import { isRefusal } from '../core/refusal.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import { type OpenStore, openStore } from '../store/store.ts'
import { reachDatabase } from './database.ts'
import { readSettings } from './settings.ts'

/** Runs the work in a transaction of its own; what it refuses ends the command with the reason. */
export async function inTransaction<A extends object>(
  store: OpenStore,
  now: number,
  work: (registry: OpenStore['registry']) => Promise<A>,
): Promise<Exclude<A, { refused: unknown }>> {
  const { answer } = await store.once(null, now, work)
  if (isRefusal(answer)) throw new CannotStart(answer.detail)
  return answer as Exclude<A, { refused: unknown }>
}

/** For a store that is open for a moment. */
export const silent = { batch() {}, queued() {}, failed() {} }

/** Opens the store for one command, beside a running server or not, and closes all of it again. */
export async function withStore<A>(
  env: NodeJS.ProcessEnv,
  work: (store: OpenStore) => Promise<A>,
): Promise<A> {
  const database = await reachDatabase(readSettings(env), () => {})
  const store = openStore({ connection: database.server, lanes: 1, meter: silent })
  try {
    await store.ready()
    return await work(store)
  } finally {
    await store.close()
    await database.embedded?.stop()
  }
}
