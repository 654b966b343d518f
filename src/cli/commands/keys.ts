import { type Call, command, type Group, type Options } from '../command.ts'
import { directKeys } from '../direct-keys.ts'
import { Misused } from '../exit.ts'
import { instantOf, LISTING, limitOf, ONCE, under, wholeNumber } from '../options.ts'
import { column, when } from '../table.ts'
import { clientOf, type Where } from '../where.ts'

const DIRECT = {
  direct: { help: 'In the database itself, without the server and without a key.' },
} as const satisfies Options

/** A key, as both ways know it. */
export interface ListedKey {
  readonly id: string
  readonly role: string
  readonly account: string | null
  readonly member: string | null
  readonly dialect: string
  readonly name: string | null
  readonly prefix: string
  readonly last_four: string
  readonly created_at: string
  readonly revoked_at: string | null
}

const create = command({
  name: 'create',
  summary: 'Make an API key; its secret is shown this once',
  options: {
    account: { value: 'ACCOUNT', help: 'Whose; without one it is the operator’s.' },
    member: { value: 'MEMBER', help: 'For this member alone.' },
    role: { value: 'ROLE', help: 'What it may do.', choices: ['operator', 'admin', 'spender', 'viewer'] },
    face: {
      value: 'FACE',
      help: 'The face of the API that it opens; a native one opens all.',
      choices: ['native', 'neo', 'vercel', 'hyperline'],
    },
    name: { value: 'NAME', help: 'What it is for.' },
    expires: { value: 'TIME', help: 'Until when, as 2030-12-31 or with a time.' },
    'rate-limit': { value: 'N', help: 'How many requests in ten seconds at most.' },
    ...ONCE,
    ...DIRECT,
  },
  examples: ['keys create --name deploy', 'keys create --account demo --role spender'],
  async run({ options, env, out, serverIfAny }) {
    const { account, member, role, face: dialect, name, expires, once } = options
    const wish = {
      account,
      member,
      role,
      dialect,
      name,
      expires_at: expires === undefined ? undefined : instantOf('--expires', expires),
      rate_limit:
        options['rate-limit'] === undefined
          ? undefined
          : wholeNumber('--rate-limit', options['rate-limit'], 1, 1_000_000),
    }
    const where = await server(options, serverIfAny)
    const key = where
      ? await clientOf(where).keys.issue(wish, under(once))
      : await directKeys.issue(env, wish)
    out.one(key, [key.secret ?? '', lineOf(key)])
  },
})

const list = command({
  name: 'list',
  summary: 'List the keys, of an account or of all',
  options: { account: { value: 'ACCOUNT', help: 'Only its.' }, ...LISTING, ...DIRECT },
  examples: ['keys list', 'keys list --account neo_demo --json'],
  async run({ options, env, out, serverIfAny }) {
    const { account } = options
    const { most, page } = limitOf(options.limit)
    const where = options.direct ? null : await serverIfAny()
    const found: AsyncIterable<ListedKey> = where
      ? clientOf(where).keys.list({ account, limit: page })
      : directKeys.list(env, account ?? null)
    await out.list(found, COLUMNS, most)
  },
})

const rotate = command({
  name: 'rotate',
  summary: 'Void the secret of a key and give it another one, which is shown this once',
  args: ['KEY'],
  options: ONCE,
  examples: ['keys rotate key_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const key = await scrip().keys.rotate(id, under(once))
    out.one(key, [key.secret ?? '', lineOf(key)])
  },
})

const revoke = command({
  name: 'revoke',
  summary: 'Make a key worthless, within a second',
  args: ['KEY'],
  options: { ...ONCE, ...DIRECT },
  examples: ['keys revoke key_…'],
  async run({ args: [id], options, env, out, serverIfAny }) {
    const where = await server(options, serverIfAny)
    const key: ListedKey = where
      ? await clientOf(where).keys.revoke(id, under(options.once))
      : await directKeys.revoke(env, id)
    out.one(key, [lineOf(key)])
  },
})

export const keys: Group = {
  name: 'keys',
  summary: 'API keys: make, list, rotate and revoke them',
  about:
    'They ask the server that answers here. Where none does, or with --direct, they work in the database itself, for\n' +
    "whoever sits at the machine and has lost the operator's key.",
  commands: [list, create, rotate, revoke],
  usual: 'list',
}

/** Who names a key of a call counts on it, so without a server nothing is done rather than done twice. */
async function server(
  { direct, once }: { readonly direct: boolean; readonly once: string | undefined },
  ifAny: Call['serverIfAny'],
): Promise<Where | null> {
  const where = direct ? null : await ifAny()
  if (where === null && once !== undefined)
    throw new Misused('--once needs a server that answers: the database by itself keeps no keys of calls.')
  return where
}

const state = ({ revoked_at }: ListedKey): string => (revoked_at === null ? 'active' : 'revoked')

const COLUMNS = [
  column<ListedKey>('KEY', ({ id }) => id),
  column<ListedKey>('ROLE', ({ role }) => role),
  column<ListedKey>('ACCOUNT', ({ account }) => account),
  column<ListedKey>('MEMBER', ({ member }) => member),
  column<ListedKey>('FACE', ({ dialect }) => dialect),
  column<ListedKey>('SECRET', ({ prefix, last_four }) => `${prefix}…${last_four}`),
  column<ListedKey>('NAME', ({ name }) => name),
  column<ListedKey>('STATE', state),
  column<ListedKey>('SINCE', ({ created_at }) => when(created_at)),
]

const lineOf = (key: ListedKey): string =>
  [key.id, key.role, key.account, key.member, `${key.prefix}…${key.last_four}`, key.name, state(key)]
    .filter((part) => part !== null)
    .join('  ')
