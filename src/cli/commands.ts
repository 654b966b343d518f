import { clockCommand } from './clock.ts'
import { demoCommand } from './demo-card.ts'
import { help } from './help.ts'
import { keysCommand } from './keys.ts'
import type { StartSandbox } from './local-stripe.ts'
import { migrateCommand } from './migrate.ts'
import { reconcileCommand } from './reconcile.ts'
import { type Listen, serveCommand } from './serve.ts'
import { verifyCommand } from './verify.ts'

export type Command = {
  summary: string
  usage?: string
  run(args: string[], env: NodeJS.ProcessEnv): Promise<void>
}

export type Commands = Record<string, Command>

/** Every `scrip` command by its name. */
export function commandTable(listen: Listen, startSandbox: StartSandbox): Commands {
  const commands: Commands = {
    serve: serveCommand(listen, startSandbox),
    migrate: migrateCommand,
    keys: keysCommand,
    verify: verifyCommand,
    reconcile: reconcileCommand,
    demo: demoCommand,
    clock: clockCommand,
    help: { summary: 'Say what there is to run', run: async () => help(commands) },
  }
  return commands
}
