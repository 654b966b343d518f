import { parseArgs } from 'node:util'
import { issueKey } from '../core/accounts/issue-key.ts'
import { type Key, type KeyRole, keyRoles } from '../core/accounts/key.ts'
import { revokeKey } from '../core/accounts/revoke-key.ts'
import { CannotStart } from '../store/cannot-start.ts'
import { mintingIds } from '../store/mint.ts'
import { secrets } from '../store/secret.ts'
import type { OpenStore } from '../store/store.ts'
import type { Command } from './commands.ts'
import { inTransaction, withStore } from './with-store.ts'

const options = {
  account: { type: 'string' },
  member: { type: 'string' },
  role: { type: 'string' },
  name: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Keys without a key: for whoever sits at the machine, first of all when the operator's key is lost. */
export const keysCommand: Command = {
  summary: 'Make, list and revoke API keys',
  usage: 'create|list|revoke [KEY] [--account A] [--member M] [--role R] [--name N] [--json]',
  async run(args, env) {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [action = 'list', id] = positionals
    const say = (value: object, line: string) =>
      process.stdout.write(`${values.json ? JSON.stringify(value) : line}\n`)
    await withStore(env, async (store) => {
      const now = Date.now()
      if (action === 'create') {
        const key = {
          account: values.account ?? null,
          member: values.member ?? null,
          role: roleOf(values.role),
          name: values.name ?? null,
          rate_limit: null,
          expires_at: null,
          secret: secrets.mint(),
        }
        const issued = await inTransaction(store, now, (registry) =>
          issueKey(registry, key, mintingIds(), now),
        )
        say({ ...issued.key, secret: issued.secret }, `${issued.secret}\n${lineOf(issued.key)}`)
      } else if (action === 'revoke' && id !== undefined) {
        const key = await inTransaction(store, now, (registry) =>
          revokeKey(registry, { id, within: values.account ?? null }, mintingIds(), now),
        )
        say(key, lineOf(key))
      } else if (action === 'list') {
        for await (const key of everyKey(store, values.account ?? null)) say(key, lineOf(key))
      } else throw new CannotStart('What to do with keys is one of: create, list, revoke KEY.')
    })
  },
}

function roleOf(text: string | undefined): KeyRole | null {
  if (text === undefined) return null
  const role = keyRoles.find((one) => one === text)
  if (!role) throw new CannotStart(`--role is ${JSON.stringify(text)}; accepted is ${keyRoles.join(', ')}.`)
  return role
}

const lineOf = ({ id, role, account, member, prefix, last_four, revoked_at, name }: Key): string =>
  [id, role, account, member, `${prefix}…${last_four}`, name, revoked_at === null ? 'active' : 'revoked']
    .filter((part) => part !== null)
    .join('  ')

async function* everyKey(store: OpenStore, account: string | null): AsyncGenerator<Key> {
  let after: string | null = null
  do {
    const page = await store.registry.keys(account, { limit: 100, after })
    yield* page.items
    after = page.next
  } while (after !== null)
}
