import { parseArgs } from 'node:util'
import { migrate } from '../store/migrate.ts'
import type { Command } from './commands.ts'
import { openDatabase } from './database.ts'
import { readSettings } from './settings.ts'

export const migrateCommand: Command = {
  summary: "Bring the database's schema up to date and end",
  async run(args, env) {
    parseArgs({ args, options: {} })
    const say = (line: string) => process.stdout.write(`${line}\n`)
    const { embedded, ...connections } = await openDatabase(readSettings(env), say)
    try {
      await migrate(connections, { log: say })
      say('The database is up to date')
    } finally {
      await embedded?.stop()
    }
  },
}
