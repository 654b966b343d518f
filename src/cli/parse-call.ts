import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type Command, type Group, isGroup, type Leaf, type Options } from './command.ts'
import { Misused } from './exit.ts'

/** What every command that calls the server takes. */
export const CALLING = {
  url: { value: 'URL', help: 'Where the server is; else SCRIP_URL, or where it wrote that it listens.' },
  key: {
    value: 'KEY',
    help: 'An API key. Other users of the machine can see it here; SCRIP_API_KEY hides it.',
  },
} as const satisfies Options

export const JSON_OPTION = {
  json: { help: 'Answer JSON: one document, or a line for each item of a list.' },
} as const satisfies Options

export type Commands = Readonly<Record<string, Command>>

/** A command as it was called: the names that led to it, and the words after them. */
export interface Called {
  /** Null where help is wanted for everything. */
  readonly command: Command | null
  /** `grants create`. */
  readonly path: string
  readonly words: readonly string[]
  readonly wantsHelp: boolean
}

const HELP = /^(-h|--help)$/

/** Finds the command that the words name. Help is asked for by `help` before it or by `--help` anywhere after. */
export function called(commands: Commands, words: readonly string[]): Called {
  const [first, ...rest] = words
  if (first === undefined || /^(help|-h|--help)$/.test(first)) {
    const found = rest.length === 0 ? null : named(commands, [...rest, '--help'])
    return { command: null, path: '', words: [], ...found, wantsHelp: true }
  }
  const found = named(commands, words)
  const end = found.words.indexOf('--')
  const wantsHelp = found.words.some((word, i) => HELP.test(word) && (end === -1 || i < end))
  return { ...found, wantsHelp }
}

function named(commands: Commands, words: readonly string[]): Omit<Called, 'wantsHelp'> {
  const [name = '', ...rest] = words
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined)
    throw new Misused(`There is no command ${JSON.stringify(name)}; "scrip help" lists what there is.`)
  return isGroup(command) ? within(command, rest) : { command, path: name, words: rest }
}

function within(group: Group, words: readonly string[]): Omit<Called, 'wantsHelp'> {
  const [action, ...rest] = words
  // Help on a noun is on all that can be done with it.
  if (action !== undefined && HELP.test(action)) return { command: group, path: group.name, words }
  const isNamed = action !== undefined && !action.startsWith('-')
  const wanted = isNamed ? action : group.usual
  const leaf = group.commands.find(({ name }) => name === wanted)
  if (leaf) return { command: leaf, path: `${group.name} ${leaf.name}`, words: isNamed ? rest : words }
  if (!isNamed) return { command: group, path: group.name, words }
  throw new Misused(`What to do with ${group.name} is one of: ${actionsOf(group)}.`)
}

export const actionsOf = ({ commands }: Group): string =>
  commands.map(({ name, args }) => [name, ...args].join(' ')).join(', ')

/** All that a command takes, what is common to many included. */
export const optionsOf = ({ options, calls, json }: Leaf): Options => ({
  ...options,
  ...(calls && CALLING),
  ...(json && JSON_OPTION),
})

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** What the words say to a command, and nothing that it does not take. */
export function parsed(
  leaf: Leaf,
  path: string,
  words: readonly string[],
): { args: string[]; options: Values } {
  const options = optionsOf(leaf)
  const config: NonNullable<ParseArgsConfig['options']> = {}
  for (const [name, { value, many = false }] of Object.entries(options))
    config[name] = { type: value === undefined ? 'boolean' : 'string', multiple: many }
  const { values, positionals } = parseArgs({ args: [...words], options: config, allowPositionals: true })
  const given: Record<string, string | boolean | readonly string[] | undefined> = {}
  for (const [name, { value, choices, usual, required = false, many = false }] of Object.entries(options)) {
    const said = values[name] as string | boolean | string[] | undefined
    if (choices && said !== undefined && !choices.includes(said as string))
      throw new Misused(`--${name} is ${JSON.stringify(said)}; accepted is ${choices.join(', ')}.`)
    if (required && said === undefined)
      throw new Misused(`${path} needs --${name} ${value}; ${seeHelp(path)}`)
    given[name] = said ?? (many ? [] : value === undefined ? false : usual)
  }
  const needed = leaf.args.filter((name) => !name.startsWith('['))
  if (positionals.length < needed.length) {
    const missing = needed.slice(positionals.length).join(' ')
    throw new Misused(`${path} needs ${missing}; ${seeHelp(path)}`)
  }
  if (positionals.length > leaf.args.length) {
    const extra = JSON.stringify(positionals[leaf.args.length])
    throw new Misused(`${path} does not take ${extra}; ${seeHelp(path)}`)
  }
  return { args: positionals, options: given }
}

const seeHelp = (path: string): string => `see "scrip help ${path}".`
