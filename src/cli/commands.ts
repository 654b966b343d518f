import { help } from './help.ts'
import { keysCommand } from './keys.ts'
import { migrateCommand } from './migrate.ts'
import { type Listen, serveCommand } from './serve.ts'
import { verifyCommand } from './verify.ts'

export type Command = {
  summary: string
  usage?: string
  run(args: string[], env: NodeJS.ProcessEnv): Promise<void>
}

export type Commands = Record<string, Command>

/** Every `scrip` command by its name. */
export function commandTable(listen: Listen): Commands {
  const commands: Commands = {
    serve: serveCommand(listen),
    migrate: migrateCommand,
    keys: keysCommand,
    verify: verifyCommand,
    help: { summary: 'Say what there is to run', run: async () => help(commands) },
  }
  return commands
}
