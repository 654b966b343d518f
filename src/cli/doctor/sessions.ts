import type { Patient, Sessions } from './patient.ts'

/** For whatever has nothing to say of a database that can't be reached: why is said once, elsewhere. */
export const sessionsOrNull = (patient: Patient): Promise<Sessions | null> =>
  patient.database().catch(() => null)
