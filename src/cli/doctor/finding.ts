import type { Patient } from './patient.ts'

/** `warn` works and may not be meant; `wrong` doesn't work, or is a danger. */
export type Health = 'ok' | 'warn' | 'wrong'

/** One line of the doctor's. */
export interface Finding {
  readonly health: Health
  /** One sentence. */
  readonly what: string
  /** How to mend it, in a sentence. */
  readonly mend?: string
}

export interface Examination {
  /** One or two words before the line. */
  readonly name: string
  /** Looks, and changes nothing. Nothing to say about what isn't there: then there are no findings. */
  look(patient: Patient): Promise<readonly Finding[]>
}

export const ok = (what: string): Finding => ({ health: 'ok', what })
export const warn = (what: string, mend: string): Finding => ({ health: 'warn', what, mend })
export const wrong = (what: string, mend: string): Finding => ({ health: 'wrong', what, mend })
