import { CannotStart } from '../../store/migrate/cannot-start.ts'
import { type Examination, ok, wrong } from './finding.ts'

const OLDEST_MAJOR = 15

/** Whether it can be reached, and which it is. */
export const postgres: Examination = {
  name: 'PostgreSQL',
  async look(patient) {
    const { settings } = patient
    if (!settings) return []
    const isGiven = settings.databaseUrl !== undefined
    try {
      const sessions = await patient.database()
      if (!sessions)
        return [ok('It brings its own, which runs while the server does and is not running now.')]
      const { rows } = await sessions.owner.query<{ number: number; text: string }>(
        "select current_setting('server_version_num')::int number, current_setting('server_version') text",
      )
      const [{ number, text } = { number: 0, text: '?' }] = rows
      if (number >= OLDEST_MAJOR * 10_000)
        return [ok(`${isGiven ? 'That of DATABASE_URL' : 'Its own'} answers; it is PostgreSQL ${text}.`)]
      const mend = 'Upgrade it, or unset DATABASE_URL to use the one that Scrip brings.'
      return [wrong(`It is PostgreSQL ${text}, and ${OLDEST_MAJOR} or later is needed.`, mend)]
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (error instanceof CannotStart) return [wrong(message, 'Do what it says, or set SCRIP_DATA_DIR.')]
      return [wrong(`The database cannot be used: ${message || code}.`, mendOf(code ?? ''))]
    }
  },
}

function mendOf(code: string): string {
  if (/^28/.test(code)) return 'Check the user and the password in DATABASE_URL.'
  if (code === '3D000') return 'Create the database, or name another one in DATABASE_URL.'
  if (code === 'ENOTFOUND') return 'Check the host in DATABASE_URL.'
  if (code === '42704' || code === '42501') return 'Run "scrip migrate", which makes the role scrip_server.'
  return 'Start it, or check the host and the port in DATABASE_URL.'
}
