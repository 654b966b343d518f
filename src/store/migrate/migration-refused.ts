import { CannotStart } from './cannot-start.ts'

export type MigrationRefusalCode =
  | 'changed'
  | 'missing'
  | 'newer'
  | 'misnamed'
  | 'misnumbered'
  | 'failed'
  | 'postgres_too_old'
  | 'not_allowed'

/** Why a database was left as it is. */
export class MigrationRefused extends CannotStart {
  readonly code: MigrationRefusalCode

  constructor(code: MigrationRefusalCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationRefused'
    this.code = code
  }
}
