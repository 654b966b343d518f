import type { PipelinedConnection } from '../session/connection.ts'
import { textColumn } from './arrays.ts'
import type { Job } from './job.ts'
import { begin } from './load-sql.ts'
import { statement } from './statement.ts'
import { rollback } from './write.ts'

/** How often the lane looks whether an account is free again. */
const LOOK_MS = 50

/**
 * Which accounts somebody else has locked, and how many entries their wallets have: it takes what it can and waits for
 * nothing. What a batch locks by other names is only ever locked together with one of these.
 */
const heldAccounts = statement(
  'held_accounts',
  `select k.account_id, all_wallets.seqs,
     free_accounts.n < 1 or free_wallets.n < all_wallets.n or free_caps.n < all_caps.n as is_held
   from unnest($1::text[]) as k (account_id)
   cross join lateral (
     select count(*) as n from (
       select 1 from accounts a where a.account_id = k.account_id for share skip locked
     ) a
   ) free_accounts
   cross join lateral (
     select count(*) as n, coalesce(sum(w.seq), 0)::bigint as seqs from wallets w where w.account_id = k.account_id
   ) all_wallets
   cross join lateral (
     select count(*) as n from (
       select 1 from wallets w where w.account_id = k.account_id for no key update skip locked
     ) w
   ) free_wallets
   cross join lateral (select count(*) as n from caps c where c.account_id = k.account_id) all_caps
   cross join lateral (
     select count(*) as n from (
       select 1 from caps c where c.account_id = k.account_id for no key update skip locked
     ) c
   ) free_caps
   where exists (select from accounts a where a.account_id = k.account_id)`,
)

export interface Look {
  readonly is_held: boolean
  /** The sum of the numbers of its wallets' last entries. */
  readonly seqs: bigint
}

/** Looks at accounts without waiting for anybody. */
export async function lookAt(
  connection: PipelinedConnection,
  accounts: Iterable<string>,
): Promise<ReadonlyMap<string, Look>> {
  const [, rows = []] = await connection.flush([
    [begin],
    [heldAccounts, textColumn([...accounts].sort())],
    [rollback],
  ])
  return new Map(
    (rows as [string, bigint, boolean][]).map(([account, seqs, is_held]) => [account, { seqs, is_held }]),
  )
}

/** Of jobs that wait for a key and not for wallets; no wallets have so many entries. */
const NEVER = -1n

/** The jobs of accounts that somebody keeps locked, put aside so that their neighbours need not wait with them. */
export class Aside {
  readonly #accounts = new Map<string, { readonly jobs: Job[]; readonly seqs: bigint }>()
  #size = 0
  #look_at = 0

  get size(): number {
    return this.#size
  }
  get accounts(): Iterable<string> {
    return this.#accounts.keys()
  }
  /** How long until it is time to look again. */
  get pause_ms(): number {
    return this.#look_at - performance.now()
  }

  /** Keeps what belongs to a held account and answers the rest. */
  sift(jobs: readonly Job[], looks?: ReadonlyMap<string, Look>): Job[] {
    return jobs.filter((job) => {
      const { account } = job.command
      const look = looks?.get(account)
      if (look?.is_held && !this.#accounts.has(account))
        this.#accounts.set(account, { jobs: [], seqs: look.seqs })
      const held = this.#accounts.get(account)
      if (!held) return true
      held.jobs.push(job)
      this.#size += 1
      return false
    })
  }

  /** Keeps a job until the next look, and with it what comes for its account. */
  keep(job: Job): void {
    const { account } = job.command
    const held = this.#accounts.get(account) ?? { jobs: [], seqs: NEVER }
    this.#accounts.set(account, held)
    held.jobs.push(job)
    this.#size += 1
  }

  looked(): void {
    this.#look_at = performance.now() + LOOK_MS
  }

  /**
   * Gives up the jobs of accounts that are free, and of those that are busy, because something was written in them since:
   * who waits for another server's batches gets its turn only by waiting in line.
   */
  free(looks: ReadonlyMap<string, Look>): { readonly jobs: Job[]; readonly are_busy: boolean } {
    const taken: Job[] = []
    let are_busy = false
    for (const [account, { jobs, seqs }] of this.#accounts) {
      const look = looks.get(account)
      if (look?.is_held && look.seqs === seqs) continue
      are_busy ||= look?.is_held === true && seqs !== NEVER
      this.#accounts.delete(account)
      for (const job of jobs) taken.push(job)
    }
    this.#size -= taken.length
    return { jobs: taken, are_busy }
  }

  /** Gives up those who have waited since before `latest`. */
  overdue(latest: number): Job[] {
    const late: Job[] = []
    for (const [account, { jobs }] of this.#accounts) {
      const kept = jobs.findIndex(({ queued_at }) => queued_at > latest)
      for (const job of jobs.splice(0, kept < 0 ? jobs.length : kept)) late.push(job)
      if (jobs.length === 0) this.#accounts.delete(account)
    }
    this.#size -= late.length
    return late
  }
}
