import type pg from 'pg'
import type { Instant } from '../core/instant.ts'
import { isStranger } from '../core/ledger/decide.ts'
import type { OnceRequest, Registry, Store } from '../core/ports.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../core/refusal.ts'
import { openSecret, sealSecret, withSecrets } from './accounts/sealed-secret.ts'
import { answerText, parseAnswer } from './ledger/answer-json.ts'
import { KEPT_MS, keyLock } from './ledger/kept.ts'
import { registryOn } from './registry.ts'
import { orUnavailable } from './session/outage.ts'
import { rowsOf, timestamp } from './session/session.ts'
import { inTransaction, withinSavepoint } from './session/transaction.ts'
import { type PoolTurns, withTurnWhereNeeded } from './session/turns.ts'

/** Takes the key, also over from an answer that is too old to count. Waits while another transaction has it. */
const takeKey = `
  with locked as materialized (select pg_advisory_xact_lock(${keyLock('$1::text', '$2::text')}))
  insert into idempotency_keys as kept (account_id, key, fingerprint, answer, created_at)
  select $1, $2, $3, null, $4::timestamptz from locked
  on conflict (account_id, key) do update
    set fingerprint = excluded.fingerprint, answer = null, created_at = excluded.created_at
    where kept.created_at <= $5
  returning exists (select from debits d where d.account_id = $1 and d.key = $2) as burned`

/** In the order in which batches lock them. */
const meetDebits = `
  select from wallets where account_id = $1 order by credit_type collate "C" for no key update`

const isBurned = 'select from debits where account_id = $1 and key = $2'

const readKept = 'select fingerprint, answer from idempotency_keys where account_id = $1 and key = $2'

const keep = 'update idempotency_keys set answer = $3 where account_id = $1 and key = $2'

const purgeSome = `
  delete from idempotency_keys where (account_id, key) in
    (select account_id, key from idempotency_keys where created_at <= $1 order by created_at limit 5000
     for update skip locked)`

/** How far the numbers of a key go without a gap: each comes after the one before it, and is kept no shorter. */
const numbered = `
  with recursive tries (n) as (
    select 0
    union all
    select t.n + 1 from tries t where exists (
      select from idempotency_keys k
      where k.account_id = $1 and k.key = $2 || '.' || (t.n + 1) and k.created_at > $3)
  )
  select max(n) as tries from tries`

interface OnceOn extends Pick<Store, 'once' | 'forget' | 'tries' | 'prolong'> {
  /** Forgets the answers that were first given at or before this moment, and says how many they were. */
  purge(before: Instant): Promise<number>
}

interface Once<A> {
  readonly answer: A | Refusal
  readonly replayed: boolean
}

/** Changes under keys take turns, because a second one of the same key waits for the first, on a connection. */
export const onceOn = (pool: pg.Pool, turns: Pick<PoolTurns, 'changes' | 'counts'>): OnceOn => ({
  async once<A>(request: OnceRequest | null, now: Instant, work: (registry: Registry) => Promise<A>) {
    // Whoever waits for a count gives back its turn at changes meanwhile.
    const turn = () =>
      withTurnWhereNeeded(turns.counts, (needTurn) => {
        const attempt = () =>
          inTransaction(pool, async (client): Promise<Once<A>> => {
            const worked = () => work(registryOn(client, needTurn))
            if (request) return keptWork(client, request, now, worked)
            return { answer: await worked(), replayed: false }
          })
        return request ? turns.changes.run(nameOf(request), attempt) : attempt()
      })
    try {
      return await turn()
    } catch (error) {
      if (error instanceof Refused) return { answer: error.refusal, replayed: false }
      return orUnavailable(error)
    }
  },

  async forget({ account, key, fingerprint }) {
    const text = 'delete from idempotency_keys where account_id = $1 and key = $2 and fingerprint = $3'
    await pool.query(text, [account, key, fingerprint]).catch(orUnavailable)
  },

  async tries(account, key, at) {
    const values = [account, key, timestamp(at - KEPT_MS)]
    const { rows } = await pool.query<{ tries: number }>(numbered, values).catch(orUnavailable)
    return rows[0]?.tries ?? 0
  },

  async prolong(account, key, tries, at) {
    const text = `
      update idempotency_keys k set created_at = greatest(k.created_at, $4)
      from generate_series(1, $3::integer) n where k.account_id = $1 and k.key = $2 || '.' || n`
    await pool.query(text, [account, key, tries, timestamp(at)]).catch(orUnavailable)
  },

  async purge(before) {
    for (let total = 0; ; ) {
      const { rowCount } = await pool.query(purgeSome, [timestamp(before)])
      if (!rowCount) return total
      total += rowCount
    }
  },
})

async function keptWork<A>(
  client: pg.ClientBase,
  request: OnceRequest,
  now: Instant,
  worked: () => Promise<A>,
): Promise<Once<A>> {
  const { account, key, fingerprint, seal, at = now, keeps_refusal = true } = request
  const values = [account, key, fingerprint, timestamp(at), timestamp(at - KEPT_MS)]
  const [taken] = await rowsOf<{ burned: boolean }>(client, takeKey, values)
  if (!taken) return replay<A>(client, request)
  if (taken.burned) throw new Refused(reused(key))
  const answer = await withinSavepoint(client, worked).catch(refusalOf)
  if (isStranger(answer) || (isRefusal(answer) && !keeps_refusal)) throw new Refused(answer)
  const kept = withSecrets(answer, (secret) => (seal ? sealSecret(secret, seal, placeOf(request)) : null))
  await client.query(keep, [account, key, answerText(kept)])
  if (account !== '' && (await isBurnedMeanwhile(client, account, key))) throw new Refused(reused(key))
  return { answer, replayed: false }
}

/**
 * A debit's key is in a table of its own, and a debit meets nobody but at its wallet. Whoever has that after it sees the
 * debit here; whoever comes after us finds the key taken.
 */
async function isBurnedMeanwhile(client: pg.ClientBase, account: string, key: string): Promise<boolean> {
  await client.query(meetDebits, [account])
  return (await client.query(isBurned, [account, key])).rowCount === 1
}

async function replay<A>(client: pg.ClientBase, request: OnceRequest): Promise<Once<A>> {
  const { account, key, fingerprint, seal } = request
  const [kept] = await rowsOf<{ fingerprint: string; answer: string }>(client, readKept, [account, key])
  if (!kept) throw new Error(`the idempotency key ${key} vanished while it was looked up`)
  if (kept.fingerprint !== fingerprint) return { answer: reused(key), replayed: false }
  const opened = withSecrets(parseAnswer(kept.answer), (secret) =>
    seal ? openSecret(secret, seal, placeOf(request)) : null,
  )
  return { answer: opened as A | Refusal, replayed: true }
}

/** What is of no account keeps only the same key waiting. */
const nameOf = ({ account, key }: OnceRequest): string => account || `key ${key}`

const placeOf = ({ account, key }: OnceRequest): string => JSON.stringify([account, key])

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal
  throw error
}

const reused = (key: string): Refusal =>
  refuse('idempotency_key_reused', `The key ${key} was used for another request. Use a new one.`)
