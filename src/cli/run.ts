import type { Call, Leaf } from './command.ts'
import { isGroup } from './command.ts'
import { complaint, complaintAsJson } from './complaint.ts'
import { EXIT, type ExitCode, exitCodeOf, Misused } from './exit.ts'
import { helpOf } from './help.ts'
import { Out, type Terminal } from './out.ts'
import { actionsOf, type Commands, called, parsed } from './parse-call.ts'
import { asCallerReads, clientOf, serverIfAny, whereIs } from './where.ts'

/** Runs the command that the arguments name, and leaves the code for the process to exit with. */
export async function run(commands: Commands, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  // Whoever reads only the first lines of a long list closes the pipe, and has all that was wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    throw error
  })
  process.exitCode = await runOn(ownTerminal, commands, args, env)
}

const ownTerminal: Terminal = {
  write: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
  isWatched: process.stderr.isTTY === true,
}

/** The same where the words may go elsewhere. */
export async function runOn(
  terminal: Terminal,
  commands: Commands,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  // Until it is known which command is meant, whoever seems to ask for JSON is answered so.
  let json = args.includes('--json')
  try {
    const { command, path, words, wantsHelp } = called(commands, args)
    if (wantsHelp || command === null) {
      terminal.write(helpOf(commands, command, path))
      return EXIT.done
    }
    if (isGroup(command))
      throw new Misused(`What to do with ${command.name} is one of: ${actionsOf(command)}.`)
    json = command.json && words.includes('--json')
    return await runLeaf(terminal, command, path, words, env)
  } catch (error) {
    const lines = json ? [JSON.stringify(complaintAsJson(error))] : complaint(error)
    terminal.note(`${lines.join('\n')}\n`)
    return exitCodeOf(error)
  }
}

async function runLeaf(
  terminal: Terminal,
  leaf: Leaf,
  path: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const { args, options } = parsed(leaf, path, words)
  const said = options as { readonly url?: string; readonly key?: string }
  let code: ExitCode = EXIT.done
  const where = () => whereIs(said, env)
  const call: Call = {
    args,
    options: options as Call['options'],
    env,
    where,
    out: new Out(terminal, options.json === true),
    scrip: () => clientOf(where()),
    serverIfAny: () => serverIfAny(said, env),
    no() {
      code = EXIT.no
    },
    unknown() {
      code = EXIT.unreachable
    },
  }
  try {
    await leaf.run(call)
  } catch (error) {
    throw leaf.calls ? asOfServer(error, call) : error
  }
  return code
}

function asOfServer(error: unknown, { where }: Call): unknown {
  try {
    return asCallerReads(error, where())
  } catch {
    return error
  }
}
