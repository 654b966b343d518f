import { readMigrations } from '../../store/migrate/migration-files.ts'
import { type Examination, ok, warn, wrong } from './finding.ts'
import { sessionsOrNull } from './sessions.ts'

export const migrations: Examination = {
  name: 'migrations',
  async look(patient) {
    const sessions = await sessionsOrNull(patient)
    if (!sessions) return []
    const wanted = await readMigrations()
    const { rows: tables } = await sessions.owner.query<{ there: boolean }>(
      "select to_regclass('public.scrip_migrations') is not null as there",
    )
    const mend = 'Run "scrip migrate", or start the server, which does so first.'
    if (!tables[0]?.there) return [warn('The database is empty.', mend)]
    const { rows } = await sessions.owner.query<{ checksum: string; name: string }>(
      'select checksum, name from public.scrip_migrations order by number',
    )
    const changed = rows.find(({ checksum }, i) => wanted[i] && wanted[i].checksum !== checksum)
    if (changed)
      return [wrong(`The migration ${changed.name} is another one here.`, 'Put its file back as it was.')]
    if (rows.length > wanted.length)
      return [wrong('The database was used by a newer Scrip.', 'Start that one, or restore a backup.')]
    const missing = wanted.length - rows.length
    if (missing > 0) return [warn(`${missing} of ${wanted.length} migrations are still to be applied.`, mend)]
    return [ok(`All ${wanted.length} are applied.`)]
  },
}
