import { CannotStart } from '../migrate/cannot-start.ts'

/** What to do where the system doesn't let this user write; the reason is the system's own. */
export const cannotWrite = (where: string, error: unknown): CannotStart =>
  new CannotStart(
    `${where} cannot be written (${(error as Error).message}): start Scrip as the user whose it is, ` +
      'or set SCRIP_DATA_DIR to a directory that this user may write in.',
    { cause: error },
  )
