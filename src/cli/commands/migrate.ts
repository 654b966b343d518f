import { migrate as bringUpToDate } from '../../store/migrate/migrate.ts'
import { command } from '../command.ts'
import { openDatabase } from '../database.ts'
import { readSettings } from '../settings.ts'

export const migrate = command({
  name: 'migrate',
  summary: "Bring the database's schema up to date and end",
  about: '"scrip serve" does so, too, before it listens.',
  examples: ['migrate'],
  calls: false,
  json: false,
  async run({ env, out }) {
    const say = (line: string) => out.lines([line])
    const { embedded, ...connections } = await openDatabase(readSettings(env), say)
    try {
      await bringUpToDate(connections, { log: say })
      say('The database is up to date')
    } finally {
      await embedded?.stop()
    }
  },
})
