import { isRefusal } from '../../../sdk/src/index.ts'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'

/** Whether the server is there and ready, and takes the operator's key. */
export const serverAnswers: Examination = {
  name: 'server',
  async look(patient) {
    const { where, whyNowhere, credentials, server } = patient
    if (whyNowhere !== null) return [wrong(whyNowhere, 'Set it, or leave out SCRIP_URL and --url.')]
    if (!where) return []
    const { url, key } = where
    const scrip = await server()
    if (!scrip) return [warn(`None answers at ${url}.`, 'Start it with "scrip serve".')]
    const ready = await readiness(url)
    if (ready.health !== 'ok') return [ready]
    try {
      const { role } = await scrip.me.get()
      if (role === 'operator') return [ready, ok("It takes the operator's key.")]
      return [ready, wrong(`The operator's key has the role ${role}.`, MEND)]
    } catch (error) {
      if (!isRefusal(error)) throw error
      const from =
        key === credentials?.operator_key ? "operator's key of credentials.json" : 'key that is set'
      return [ready, wrong(`It does not take the ${from}.`, MEND)]
    }
  },
}

const MEND = 'Make another one with "scrip keys create --direct", and set SCRIP_API_KEY to it.'

async function readiness(url: string): Promise<Finding> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })
  const { reason = `status ${response.status}` } = (await response.json()) as { reason?: string }
  return response.ok
    ? ok(`It answers at ${url} and is ready.`)
    : wrong(`It answers at ${url} and is not ready: ${reason}`, 'Look at its log and at the lines above.')
}
