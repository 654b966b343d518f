import { type Examination, ok, wrong } from './finding.ts'
import { sessionsOrNull } from './sessions.ts'

const DEMANDED = ['fsync', 'synchronous_commit', 'full_page_writes'] as const

/** What is answered must survive a power cut. */
export const durability: Examination = {
  name: 'durability',
  async look(patient) {
    const sessions = await sessionsOrNull(patient)
    if (!sessions) return []
    const { rows } = await sessions.server.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [DEMANDED],
    )
    const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name)
    if (off.length === 0) return [ok(`${DEMANDED.join(', ')} are on.`)]
    return off.map((name) => wrong(`${name} is off: a power cut loses what was answered.`, mendOf(name)))
  },
}

const mendOf = (name: string): string =>
  name === 'synchronous_commit'
    ? 'Set it to on, for the database and the roles too: "alter database … reset synchronous_commit".'
    : `As an administrator: "alter system set ${name} = on; select pg_reload_conf()".`
