import type pg from 'pg'
import type { Authentication } from '../../core/accounts/authentication.ts'
import type { Clocks, DueThing, Registry, Store } from '../../core/ports.ts'
import { BriefCache } from '../ledger/brief-cache.ts'
import { orUnavailable } from '../session/outage.ts'
import { rowsOf, timestamp } from '../session/session.ts'
import type { Statements } from '../session/statements.ts'

/** No process goes for longer than this by a clock that another one has put forward. */
const MAX_AGE_MS = 500

const dueBy = `
  select 'wallet' as kind, credit_type as id, '' as mark, next_due_at as at from wallets
  where account_id = $1 and next_due_at <= $2
  union all
  select 'subscription', subscription_id, version::text, due_at from subscriptions
  where account_id = $1 and due_at <= $2
  union all
  select 'subscription', subscription_id, allotment_id, at from allotments
  where account_id = $1 and done_at is null and at <= $2
  order by at, kind desc, id, mark`

interface ClocksOn extends Pick<Store, 'ahead' | 'clocks'> {
  /** Whoever is let in goes by clocks that were heard of just now. */
  heardFirst(authentication: Authentication): Authentication
}

/**
 * The clocks of accounts that are on their own. All of them are kept in memory, so that asking for one costs nothing;
 * what others put forward is read again by those who begin something, at most every half second.
 */
export function clocksOn(
  statements: Statements,
  locks: pg.Pool,
  registry: Pick<Registry, 'clocksAhead' | 'setAhead'>,
): ClocksOn {
  const known = new Map<string, number>()
  const heard = new BriefCache<void>(MAX_AGE_MS, 1)

  /** Clocks never go back, so what was read before another process wrote can undo nothing. */
  const note = (account: string, ahead_ms: number) => {
    if (ahead_ms > (known.get(account) ?? 0)) known.set(account, ahead_ms)
  }
  const listen = async () => {
    for (const { account, ahead_ms } of await registry.clocksAhead()) note(account, ahead_ms)
  }
  const hear = () => heard.get('', listen)
  // What can't be heard of is no reason to keep anybody out: the work itself says whether the database is away.
  const tryToHear = () => hear().catch(() => {})

  const clocks: Clocks = {
    hear,

    async put(account, ahead_ms) {
      await registry.setAhead(account, ahead_ms)
      note(account, ahead_ms)
    },

    async alone(account, work) {
      const client = await locks.connect().catch(orUnavailable)
      // A connection that breaks meanwhile fails what is asked of it next, and must not end the process.
      const ignore = () => {}
      client.on('error', ignore)
      const name = [`clock ${account}`]
      let isClean = false
      try {
        const [row] = await rowsOf<{ taken: boolean }>(
          client,
          'select pg_try_advisory_lock(hashtext($1)) as taken',
          name,
        ).catch(orUnavailable)
        isClean = row?.taken !== true
        return isClean ? null : await work()
      } finally {
        if (!isClean)
          isClean = await client.query('select pg_advisory_unlock(hashtext($1))', name).then(
            () => true,
            () => false,
          )
        client.off('error', ignore)
        // A connection that may still hold the lock isn't given to anybody else.
        client.release(!isClean)
      }
    },

    dueBy: (account, by) => rowsOf<DueThing>(statements, dueBy, [account, timestamp(by)]),
  }

  return {
    ahead: (account) => known.get(account) ?? 0,
    clocks,
    heardFirst: ({ authenticate, standing, ...rest }) => ({
      ...rest,
      authenticate: async (...who) => (await Promise.all([authenticate(...who), tryToHear()]))[0],
      standing: async (...who) => (await Promise.all([standing(...who), tryToHear()]))[0],
    }),
  }
}
