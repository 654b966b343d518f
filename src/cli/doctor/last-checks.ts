import { isRefusal, type Scrip } from '../../../sdk/src/index.ts'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'

const HOUR_MS = 3_600_000

/** Each is done by itself, every night and every hour. */
const OLD_MS = { verify: 49 * HOUR_MS, reconcile: 3 * HOUR_MS } as const

const WORDS = {
  verify: {
    what: 'The ledger was proven',
    never: 'The ledger was never proven yet.',
    amiss: 'breaches',
    run: 'scrip verify',
  },
  reconcile: {
    what: 'Purchases were compared with Stripe',
    never: 'Purchases were never compared with Stripe yet.',
    amiss: 'differences',
    run: 'scrip reconcile',
  },
} as const

/** What the last proof and the last comparison found, and how long ago that was. */
export const lastChecks: Examination = {
  name: 'checks',
  async look({ server }) {
    const scrip = await server()
    if (!scrip) return []
    try {
      return [await lastOf(scrip, 'verify'), await lastOf(scrip, 'reconcile')]
    } catch (error) {
      if (isRefusal(error, 'unauthenticated', 'forbidden')) return []
      throw error
    }
  },
}

async function lastOf(scrip: Scrip, kind: keyof typeof WORDS): Promise<Finding> {
  const { what, never, amiss, run } = WORDS[kind]
  const mend = `Run "${run}".`
  const { items } = await scrip.checks.list({ kind, limit: 5 }).page()
  const last = items.find(({ state }) => state === 'done' || state === 'failed')
  // A new server has had no night and no hour yet.
  if (!last) return ok(never)
  const age_ms = Date.now() - Date.parse(last.ended_at ?? last.created_at)
  const ago = `${what} ${ageOf(age_ms)} ago`
  if (last.state === 'failed') return wrong(`The last try failed: ${last.error}`, mend)
  if (!last.holds) return wrong(`${ago}, with ${last.finding_count} ${amiss}.`, `${mend} It names them.`)
  return age_ms > OLD_MS[kind] ? warn(`${ago}, which is long.`, mend) : ok(`${ago}, and all of it holds.`)
}

function ageOf(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} d`
}
