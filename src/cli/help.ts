import { type Command, type Group, isGroup, type Leaf, type Option } from './command.ts'
import { EXIT_MEANINGS } from './exit.ts'
import { type Commands, optionsOf } from './parse-call.ts'

/** The help for a command, or where none is named, for all of it. */
export function helpOf(commands: Commands, command: Command | null, path: string): string {
  if (command === null) return helpOfAll(commands)
  return isGroup(command) ? helpOfGroup(command) : helpOfLeaf(command, path)
}

function helpOfAll(commands: Commands): string {
  const rows = Object.values(commands).map(
    (one) => [isGroup(one) ? one.name : usageOf(one.name, one), one.summary] as const,
  )
  return paragraphs([
    ['Scrip sells prepaid credits and keeps them.'],
    aligned(rows.map(([name, summary]) => [`scrip ${name}`, summary])),
    ['"scrip help NAME" or "scrip NAME --help" says all about one of them, with examples.'],
    whereText.split('\n'),
    ['It exits with', ...aligned(Object.entries(EXIT_MEANINGS))],
    settingsText.split('\n'),
  ])
}

function helpOfGroup({ name, summary, about, commands, usual }: Group): string {
  const rows = commands.map((leaf): [string, string] => [
    `scrip ${name} ${usageOf(leaf.name, leaf)}`,
    leaf.summary + (leaf.name === usual ? ' (what is meant without a word)' : ''),
  ])
  const examples = commands.flatMap((leaf) => leaf.examples.slice(0, 1))
  return paragraphs([
    [`${summary}.`],
    ...(about === undefined ? [] : [[about]]),
    aligned(rows),
    ...exampleLines(examples),
    [`"scrip help ${name} ${commands[0]?.name}" says all about one of them.`],
  ])
}

function helpOfLeaf(leaf: Leaf, path: string): string {
  const options = Object.entries(optionsOf(leaf)).map(([name, option]): [string, string] => [
    option.value === undefined ? `--${name}` : `--${name} ${option.value}`,
    helpOfOption(option),
  ])
  return paragraphs([
    [`${leaf.summary}.`],
    [`  scrip ${usageOf(path, leaf)}`],
    ...(leaf.about === undefined ? [] : [[leaf.about]]),
    ...(options.length > 0 ? [aligned(options)] : []),
    ...exampleLines(leaf.examples),
  ])
}

function helpOfOption({ help, choices, usual, many }: Option): string {
  const one = choices && `One of ${choices.join(', ')}.`
  const other = usual === undefined ? undefined : `${usual} unless said.`
  return [help, one, other, many && 'May be given more than once.'].filter(Boolean).join(' ')
}

/** With the options that have to be given, and how many others there are left to its own help. */
function usageOf(path: string, { args, options }: Leaf): string {
  const needed = Object.entries(options).flatMap(([name, { required, value }]) =>
    required ? [`--${name} ${value}`] : [],
  )
  const others = Object.entries(options).filter(([, { required }]) => !required)
  const [only, ...more] = others.map(([name, { value }]) => `[--${name}${value ? ` ${value}` : ''}]`)
  const rest = only === undefined ? [] : [more.length === 0 ? only : '[OPTIONS]']
  return [path, ...args, ...needed, ...rest].join(' ')
}

const exampleLines = (examples: readonly string[]): string[][] =>
  examples.length === 0 ? [] : [['For example', ...examples.map((example) => `  scrip ${example}`)]]

const paragraphs = (parts: readonly (readonly string[])[]): string =>
  `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`

/** Beyond this, the right side begins a line of its own. */
const WIDEST = 46
/** Beyond this it goes on in the next line. */
const LINE = 110

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const lefts = rows.map(([left]) => left.length).filter((length) => length <= WIDEST)
  const width = Math.max(0, ...lefts)
  const indent = ' '.repeat(width + 4)
  return rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrapped(right, LINE - indent.length).map((line) => indent + line)
    if (left.length > width) return [`  ${left}`, first, ...rest]
    return [`  ${left.padEnd(width)}  ${first.trimStart()}`, ...rest]
  })
}

function wrapped(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const whereText = `Commands call the server of SCRIP_URL (or --url) with the key of SCRIP_API_KEY (or --key, which other users of
the machine can see). Without these they call the server that works on SCRIP_DATA_DIR, as its operator.
With --json they answer JSON: one document, or a line for each item of a list; and what goes wrong is JSON on stderr.`

const settingsText = `Settings come from the environment:
  PORT (8080), HOST (127.0.0.1)            where it listens
  SCRIP_PUBLIC_URL                         how buyers reach it, where that is another address
  SCRIP_DATA_DIR (.scrip)                  where it keeps its own PostgreSQL and credentials.json
  DATABASE_URL                             another PostgreSQL, 15 or later
  SCRIP_OWNER_DATABASE_URL                 a separate login that owns and migrates its schema
  STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET a real Stripe; without them a local one, and no money moves
  SCRIP_STRIPE_TAX (off)                   on: Stripe Tax works out the taxes
  SCRIP_REDIRECT_ORIGINS                   where buyers may be sent after paying, with commas; else anywhere
  SCRIP_PORTAL_ORIGINS                     whose pages may show the portal in a frame, with commas; else nobody's
  SCRIP_CORS_ORIGINS                       whose pages may call the API from a browser, with commas; else nobody's
  SCRIP_SANDBOX_PORT (12111, or a free one) where the local Stripe listens
  SCRIP_JWT_SECRET or SCRIP_JWKS_URL       what tokens are checked by; SCRIP_JWT_AUDIENCE (scrip)
  SCRIP_LOG_LEVEL (info), SCRIP_LANES (2)`
