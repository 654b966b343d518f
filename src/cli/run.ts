import { CannotStart } from '../store/cannot-start.ts'
import type { Commands } from './commands.ts'
import { WrongSettings } from './settings.ts'

/** Runs the command the arguments name. What an operator can put right is one line, without a stack. */
export async function run(commands: Commands, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const [first = 'help', ...rest] = args
  const name = /^(-h|--help)$/.test(first) ? 'help' : first
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command === undefined) {
      throw new CannotStart(`There is no command ${JSON.stringify(name)}; "scrip help" lists what there is.`)
    }
    await command.run(rest, env)
  } catch (error) {
    for (const line of complaint(error)) process.stderr.write(`${line}\n`)
    process.exitCode = 1
  }
}

function complaint(error: unknown): string[] {
  if (error instanceof WrongSettings) return error.lines
  if (error instanceof CannotStart) return [error.message]
  const { code, message, stack } = error as NodeJS.ErrnoException
  // From `parseArgs`, whose message says which option is wrong.
  if (code?.startsWith('ERR_PARSE_ARGS')) return [`${message.split('. ')[0]}; see "scrip help".`]
  return [stack ?? String(error)]
}
