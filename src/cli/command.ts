import type { Scrip } from '../../sdk/src/index.ts'
import type { Out } from './out.ts'
import type { FoundServer, Where } from './where.ts'

export interface Option {
  /** What stands for its value in the help; without one it is a switch. */
  readonly value?: string
  /** All that it may be, where that is little. */
  readonly choices?: readonly string[]
  readonly help: string
  readonly required?: boolean
  /** What it is where nobody says. */
  readonly usual?: string
  /** May be given more than once. */
  readonly many?: boolean
}

export type Options = Readonly<Record<string, Option>>

type OneOf<O extends Option> = O extends { readonly choices: readonly (infer Choice)[] } ? Choice : string

type ValueOf<O extends Option> = O extends { readonly value: string }
  ? O extends { readonly many: true }
    ? readonly string[]
    : O extends { readonly required: true } | { readonly usual: string }
      ? OneOf<O>
      : OneOf<O> | undefined
  : boolean

type ArgumentsOf<A extends readonly string[]> = {
  readonly [I in keyof A]: A[I] extends `[${string}` ? string | undefined : string
}

/** What a command is given when it runs. */
export interface Call<A extends readonly string[] = readonly string[], O extends Options = Options> {
  readonly args: ArgumentsOf<A>
  readonly options: { readonly [Name in keyof O]: ValueOf<O[Name]> }
  readonly env: NodeJS.ProcessEnv
  readonly out: Out
  /** The server that the options, the environment or the data directory name, and the key to it. */
  where(): Where
  /** The API of that server. */
  scrip(): Scrip
  /** For a command that can do without: null where nothing names a server, or none answers. */
  serverIfAny(): Promise<FoundServer | null>
  /** The command did its work, and the answer is no. */
  no(): void
  /** The command did its work, and nobody knows yet what the answer is. */
  unknown(): void
}

interface About {
  readonly name: string
  /** Half a sentence without a full stop, as it stands in lists of commands. */
  readonly summary: string
  /** What else somebody has to know. */
  readonly about?: string
}

/** Something to run. It is to the command line what a route is to the API, and its help is made from it. */
export interface Leaf extends About {
  /** `ACCOUNT` has to be given, `[SPAN]` may be. */
  readonly args: readonly string[]
  readonly options: Options
  /** What follows `scrip` in a call that works on the demo. */
  readonly examples: readonly string[]
  /** Whether it calls the server, and so takes `--url` and `--key`. */
  readonly calls: boolean
  /** Whether it takes `--json`. */
  readonly json: boolean
  run(call: Call): Promise<void>
}

/** A noun and what can be done with it. */
export interface Group extends About {
  readonly commands: readonly Leaf[]
  /** The one that is meant where none is named. */
  readonly usual?: string
}

export type Command = Leaf | Group

export const isGroup = (command: Command): command is Group => 'commands' in command

interface Definition<A extends readonly string[], O extends Options> extends About {
  readonly args?: A
  readonly options?: O
  readonly examples?: readonly string[]
  /** False where it works without any server. */
  readonly calls?: boolean
  readonly json?: boolean
  run(call: Call<A, O>): Promise<void>
}

/** Knows the types of the arguments and options from their names. */
export function command<
  const A extends readonly string[] = [],
  const O extends Options = Record<never, never>,
>(definition: Definition<A, O>): Leaf {
  const { args = [], options = {}, examples = [], calls = true, json = true, run } = definition
  return { ...definition, args, options, examples, calls, json, run: run as unknown as Leaf['run'] }
}
