import { isRefusal } from '../../../sdk/src/index.ts'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'
import type { Patient } from './patient.ts'

/** Whether the server is there and ready, and takes the operator's key. */
export const serverAnswers: Examination = {
  name: 'server',
  async look(patient) {
    const { credentials, server } = patient
    if (!credentials) return []
    const scrip = await server()
    if (!scrip) return [warn(`None answers at ${credentials.base_url}.`, 'Start it with "scrip serve".')]
    const ready = await readiness(patient)
    if (ready.health !== 'ok') return [ready]
    try {
      const { role } = await scrip.me.get()
      if (role === 'operator') return [ready, ok("It takes the operator's key.")]
      return [ready, wrong(`The operator's key has the role ${role}.`, MEND)]
    } catch (error) {
      if (!isRefusal(error)) throw error
      return [ready, wrong("It does not take the operator's key of credentials.json.", MEND)]
    }
  },
}

const MEND = 'Make another one with "scrip keys create --direct", and set SCRIP_API_KEY to it.'

async function readiness({ credentials }: Patient): Promise<Finding> {
  const url = credentials?.base_url
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })
  const { reason = `status ${response.status}` } = (await response.json()) as { reason?: string }
  return response.ok
    ? ok(`It answers at ${url} and is ready.`)
    : wrong(`It answers at ${url} and is not ready: ${reason}`, 'Look at its log and at the lines above.')
}
