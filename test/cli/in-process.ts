import { commandTable } from '../../src/cli/commands.ts'
import { runOn } from '../../src/cli/run.ts'

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const notHere = () => Promise.reject(new Error('a server is started in a process of its own'))

export const commands = commandTable(notHere, notHere)

/** `scrip` without the time that a process of its own takes. */
export const scrip = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Said> => saying(false, env, args)

/** The same before somebody who watches. */
export const watched = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Said> => saying(true, env, args)

async function saying(isWatched: boolean, env: NodeJS.ProcessEnv, args: string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' }
  const terminal = {
    write(text: string) {
      said.stdout += text
    },
    note(text: string) {
      said.stderr += text
    },
    isWatched,
  }
  const code = await runOn(terminal, commands, args, env)
  return { code, ...said }
}
