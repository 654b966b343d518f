import { isRefusal } from '../../../sdk/src/index.ts'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'

/** So many of its own rounds a job may be behind, and at least so long. */
const ROUNDS = 3
const LEAST_SECONDS = 120

export const jobsLag: Examination = {
  name: 'jobs',
  async look({ server }) {
    const scrip = await server()
    if (!scrip) return []
    const answer = await scrip.jobs.list().catch((error: unknown) => {
      // That the key is not taken is said once.
      if (isRefusal(error, 'unauthenticated', 'forbidden')) return null
      throw error
    })
    if (!answer) return []
    const findings: Finding[] = []
    for (const { job, succeeded, error, lag_seconds, runs_every_seconds } of answer.items) {
      if (succeeded === false)
        findings.push(
          wrong(`The job ${job} failed: ${error ?? 'nobody knows why'}`, "Look at the server's log."),
        )
      const allowed = Math.max((runs_every_seconds ?? 0) * ROUNDS, LEAST_SECONDS)
      if (lag_seconds !== null && lag_seconds > allowed)
        findings.push(
          warn(
            `The job ${job} is ${Math.round(lag_seconds)} s behind.`,
            'Look whether the database is at its limit; more processes do more jobs.',
          ),
        )
    }
    return findings.length > 0 ? findings : [ok(`All ${answer.items.length} do what they should, in time.`)]
  },
}
