import { type Examination, ok, warn, wrong } from './finding.ts'
import { sessionsOrNull } from './sessions.ts'

const MUCH_MS = 2_000
const TOO_MUCH_MS = 60_000

/** Expiry goes by this machine's clock; several servers on one database have to have the same. */
export const clockSkew: Examination = {
  name: 'clock',
  async look(patient) {
    const sessions = await sessionsOrNull(patient)
    if (!sessions) return []
    const before = Date.now()
    const { rows } = await sessions.owner.query<{ ms: string }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms',
    )
    const skew_ms = Number(rows[0]?.ms) - (before + Date.now()) / 2
    const seconds = (Math.abs(skew_ms) / 1000).toFixed(1)
    const what = `The database's clock is ${seconds} s ${skew_ms < 0 ? 'behind' : 'ahead of'} this machine's.`
    const mend = 'Let both be set by NTP.'
    if (Math.abs(skew_ms) > TOO_MUCH_MS) return [wrong(what, mend)]
    return [Math.abs(skew_ms) > MUCH_MS ? warn(what, mend) : ok('The clocks here and in the database agree.')]
  },
}
