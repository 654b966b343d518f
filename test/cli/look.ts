import type { Examination } from '../../src/cli/doctor/finding.ts'
import { patientOf } from '../../src/cli/doctor/patient.ts'
import { freshDirectory } from '../harness/directory.ts'

/** One look at a set-up: each finding in a line, and what mends it after an arrow. */
export async function look(examination: Examination, env: NodeJS.ProcessEnv, root?: string): Promise<string> {
  const patient = patientOf({ SCRIP_DATA_DIR: freshDirectory(), ...env }, root)
  try {
    const findings = await examination.look(patient)
    return findings
      .map(({ health, what, mend }) => `${health}: ${what}${mend ? ` → ${mend}` : ''}`)
      .join('\n')
  } finally {
    await patient.close()
  }
}
