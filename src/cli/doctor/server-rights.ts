import { type Examination, ok, wrong } from './finding.ts'
import { sessionsOrNull } from './sessions.ts'

/** The ledger's lines are only ever added to, and that is a right that the server lacks. */
export const serverRights: Examination = {
  name: 'rights',
  async look(patient) {
    const sessions = await sessionsOrNull(patient)
    if (!sessions) return []
    const { rows } = await sessions.server.query<Rights>(
      `select current_user as role, r.rolsuper as is_super, to_regclass('public.entries') is not null as exists,
         array(select p from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p
           where has_table_privilege(current_user, to_regclass('public.entries'), p)) as too_many
       from pg_roles r where r.rolname = current_user`,
    )
    const [rights] = rows
    if (!rights?.exists) return []
    const { role, is_super, too_many } = rights
    if (is_super)
      return [
        wrong(
          `The server works as ${role}, which may do everything.`,
          'Give DATABASE_URL a login of its own, and the owner SCRIP_OWNER_DATABASE_URL.',
        ),
      ]
    if (too_many.length > 0)
      return [
        wrong(
          `The server's role ${role} may ${too_many.join(', ').toLowerCase()} entries of the ledger.`,
          `As the owner: "revoke ${too_many.join(', ').toLowerCase()} on entries from ${role}".`,
        ),
      ]
    return [ok(`The server works as ${role}, which may change no entry of the ledger.`)]
  },
}

interface Rights {
  readonly role: string
  readonly is_super: boolean
  readonly exists: boolean
  readonly too_many: readonly string[]
}
