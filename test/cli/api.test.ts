import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { startReceiver, verified } from '../harness/receiver.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { crookedProxy, type Fate } from '../sdk/crooked-proxy.ts'
import { scrip } from './in-process.ts'
import { leaves, wordsOf } from './leaves.ts'

let database: TestDatabase
let server: TestServer
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  database = await freshDatabase()
  server = await startServer({ database: database.url, keep: true })
  env = { SCRIP_DATA_DIR: server.dataDir }
  return async () => void (await server.kill())
})

/** What it says where it must be done. */
async function done(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await scrip(env, ...args)
  expect([code, stderr], args.join(' ')).toEqual([0, ''])
  return stdout
}

// biome-ignore lint/suspicious/noExplicitAny: what is answered is what is tested.
const json = async (...args: string[]): Promise<any> => JSON.parse(await done(...args, '--json'))

const items = async (...args: string[]) =>
  (await done(...args, '--json'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

test('every example of the help works on the demo', async () => {
  const examples = leaves
    // It takes a second, and is seen below.
    .filter(({ leaf, path }) => leaf.calls && path !== 'verify')
    .flatMap(({ leaf }) => leaf.examples)
    // The others name what a reader has to put in.
    .filter((example) => !example.includes('…'))
  await done('demo', 'card', 'neo_demo')
  expect(examples.length).toBeGreaterThan(30)
  for (const example of examples) await done(...wordsOf(example))
})

describe('a story', () => {
  test('of grants, debits and what is left', async () => {
    await done('accounts', 'create', 'acme', '--name', 'Acme Inc.')
    const give = ['grants', 'create', 'acme', '10', '--credit-type', 'credits']
    const grant = await json(...give, '--expires', '2040-01-01', '--metadata', 'why=hello', '--once', 'first')
    expect(grant).toMatchObject({
      ...{ amount: '10', expires_at: '2040-01-01T00:00:00.000Z', metadata: { why: 'hello' } },
    })
    // Under the same key it is the same grant.
    expect(
      (await json(...give, '--expires', '2040-01-01', '--metadata', 'why=hello', '--once', 'first')).id,
    ).toBe(grant.id)
    const burn = ['debits', 'create', 'acme', '2.5', '--credit-type', 'credits', '--project', 'search']
    const debit = await json(...burn)
    expect(await done('debits', 'get', 'acme', debit.id)).toMatch(
      new RegExp(`It drew on, in this order:\\n {2}2\\.5 of ${grant.id} \\(manual, .*expires 2040-01-01`),
    )
    expect(await done('balance', 'acme')).toBe(
      [
        'CREDITS  AVAILABLE  HELD  DEBT  EXPIRES NEXT',
        'credits        7.5     0     0  7.5 on 2040-01-01 00:00 UTC',
        '',
      ].join('\n'),
    )
    expect(
      await json('debits', 'reverse', 'acme', debit.id, '--amount', '0.5', '--reason', 'oops'),
    ).toMatchObject({
      ...{ reversal: { amount: '0.5', reason: 'oops' }, balance: { available: '8' } },
    })
    const revoke = ['grants', 'revoke', 'acme', grant.id, '--amount', '3', '--reason', 'given twice']
    expect(await json(...revoke)).toMatchObject({ revoked: '3', reason: 'given twice' })
    expect(await done('grants', 'get', 'acme', grant.id)).toMatch(
      /Taken back:\n {2}3 by rvk_.*, given twice\n/,
    )
    expect((await json('balance', 'acme', 'credits')).available).toBe('5')
    expect(await items('grants', 'list', 'acme')).toMatchObject([{ id: grant.id, remaining: '5' }])
  })

  test('of an answer that was kept before revocations were: it tells what it knows', async () => {
    await done('accounts', 'create', 'former', '--name', 'Former')
    const { id } = await json('grants', 'create', 'former', '10', '--credit-type', 'credits')
    const revoke = ['grants', 'revoke', 'former', id, '--amount', '3', '--once', 'taken']
    const first = await json(...revoke)
    const without = ['id', 'account', 'spent', 'reason', 'at']
      .map((name) => ` #- '{revocation,${name}}'`)
      .join('')
    await sqlAt(
      database.owner,
      `update idempotency_keys set answer = (answer::jsonb${without})::text where key = 'taken'`,
    )
    expect(await json(...revoke)).toEqual({ ...first, id: null, at: expect.any(String) })
  })

  test('of links to the portal', async () => {
    const { token, role } = await json('portal', 'demo', '--minutes', '5')
    expect(role).toBe('buyer')
    const me = async () =>
      (await fetch(`${server.baseUrl}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
    expect(await me()).toBe(200)
    // Under a key it is the same link.
    const again = ['portal', 'neo_demo', '--once', 'a link']
    expect((await json(...again)).token).toBe((await json(...again)).token)
    expect(await done('portal', 'demo', '--revoke')).toMatch(/^links until +[\d: -]+UTC open nothing more\n$/)
    await expect.poll(me).toBe(401)
  })

  test('of buying and refunding', async () => {
    const bought = await json('purchases', 'buy', 'neo_demo', '10', '--credit-type', 'neo')
    expect(bought).toMatchObject({ state: 'paid', total: '50.00' })
    await done('purchases', 'refund', 'neo_demo', bought.id, '--amount', '20.00', '--reason', 'too many')
    const story = await done('purchases', 'get', 'neo_demo', bought.id)
    expect(story).toMatch(/state +partially_refunded\n/)
    expect(story).toMatch(/What happened:\n {2}\S+Z {2}pending .*\n[\s\S]*paid → partially_refunded/)
    expect(await items('purchases', 'list', '--state', 'partially_refunded')).toMatchObject([
      { id: bought.id },
    ])
    const page = await done('purchases', 'buy', 'demo', '10', '--credit-type', 'credits')
    expect(page).toMatch(/pay at +http:\/\/[\s\S]*\nNothing is paid yet: pay on that page\.\n$/)
  })

  test('of caps and holds', async () => {
    await done('accounts', 'create', 'bounded', '--name', 'Bounded')
    await done('members', 'add', 'bounded', 'ada')
    await done('grants', 'create', 'bounded', '20', '--credit-type', 'credits')
    const everyone = ['caps', 'put', 'bounded', 'member', '--limit', '5', '--period', 'total']
    expect(await done(...everyone)).toMatch(/cap on +member each member\nlimit +5 credits in all\n/)
    await done('caps', 'put', 'bounded', 'account', '--limit', '12', '--period', 'day')
    expect(await items('caps', 'list', 'bounded')).toMatchObject([
      { subject: 'account', id: 'bounded', limit: '12', period: 'day' },
      { subject: 'member', id: '*', unit: 'credits', period: 'total' },
    ])
    const reserve = ['holds', 'create', 'bounded', '4', '--credit-type', 'credits', '--member', 'ada']
    const { id } = await json(...reserve, '--ttl', '60', '--once', 'work')
    expect((await json(...reserve, '--ttl', '60', '--once', 'work')).id).toBe(id)
    expect(await done('caps', 'get', 'bounded', 'member', 'ada')).toMatch(/used +4\nleft +1\n/)
    expect(await scrip(env, ...reserve)).toMatchObject({ code: 1, stderr: expect.stringMatching(/cap/) })
    await done('holds', 'extend', 'bounded', id, '3600')
    expect(await scrip(env, 'holds', 'capture', 'bounded', id, '--amount', '4.5')).toMatchObject({ code: 1 })
    const captured = await json('holds', 'capture', 'bounded', id, '--amount', '4.5', '--allow-more')
    expect(captured).toMatchObject({ debit: { amount: '4.5' }, balance: { available: '15.5', held: '0' } })
    expect(await done('holds', 'get', 'bounded', id)).toMatch(/burned +4\.5 by deb_/)
    const other = await json('holds', 'create', 'bounded', '1', '--credit-type', 'credits')
    expect(await done('holds', 'release', 'bounded', other.id)).toMatch(/status +released\n/)
    expect(await items('holds', 'list', 'bounded', '--status', 'released')).toMatchObject([{ id: other.id }])
    // Without the key there would be nobody to remove any more.
    for (const _ of [1, 2]) await done('members', 'remove', 'bounded', 'ada', '--once', 'gone')
    await done('caps', 'delete', 'bounded', 'member')
    expect(await items('caps', 'list', 'bounded')).toHaveLength(1)
  })

  test('of a plan, its subscription and who has the seats', async () => {
    const sizes = ['--size', '10:5.00:50.00', '--size', '20:9.00']
    const plan = await json('plans', 'create', 'credits', '--name', 'Small', '--id', 'small', ...sizes)
    expect(plan.pricing.sizes).toMatchObject([{ year_price: '50.00' }, { month_price: '9.00' }])
    expect(await done('plans', 'get', 'small')).toMatch(/ {2}10 for 5\.00 a month or 50\.00 a year \(usd\)\n/)
    await done('accounts', 'create', 'crew', '--name', 'Crew')
    for (const member of ['ada', 'bob']) await done('members', 'add', 'crew', member)
    await done('demo', 'card', 'crew')
    const subscribe = ['subscriptions', 'create', 'crew', 'small', '--seats', '2', '--credits-per-seat', '10']
    expect(await scrip(env, ...subscribe, '--expect', '9.99')).toMatchObject({ code: 1, stdout: '' })
    const { subscription, purchase } = await json(...subscribe, '--expect', '10.00')
    expect([subscription.status, purchase.state]).toEqual(['active', 'paid'])
    const change = ['subscriptions', 'change', 'crew', subscription.id]
    expect(await done(...change, '--seats', '3', '--preview')).toMatch(
      /would be +upgrade\n[\s\S]*to pay now +5\.00/,
    )
    expect((await json(...change, '--seats', '3')).subscription).toMatchObject({ seats: 3, pending: null })
    await done('plans', 'create', 'credits', '--name', 'Next', '--id', 'next', ...sizes)
    expect(await done(...change, '--plan', 'next')).toMatch(
      /^at renewal +3 seats, 10 each, by month, of next$/m,
    )
    const demoted = await json(...change, '--seats', '1', '--demote', 'bob')
    expect(demoted.subscription.pending).toMatchObject({ seats: 1, demote: ['bob'] })
    // What waits comes with the renewal beside what comes at once.
    expect(await done(...change, '--credits-per-seat', '20', '--preview')).toMatch(
      /in force +at once\n[\s\S]*at renewal +1 seats, 20 each, by month, of next\neach renewal +9\.00 /,
    )
    expect((await json('subscriptions', 'clear', 'crew', subscription.id)).pending).toBe(null)
    await done('subscriptions', 'cancel', 'crew', subscription.id, '--reason', 'too dear')
    expect(await done('subscriptions', 'resume', 'crew', subscription.id)).not.toMatch(/^ends/m)
    expect(await scrip(env, 'subscriptions', 'pay', 'crew', subscription.id)).toMatchObject({ code: 1 })
    const kinds = (await items('subscriptions', 'events', 'crew', subscription.id)).map(({ kind }) => kind)
    expect(kinds.slice(0, 3)).toEqual(['cancel_taken_back', 'cancel_requested', 'pending_cleared'])

    const seats = async () => {
      const all = await items('seats', 'list', 'crew', subscription.id)
      return all.map(({ member }) => member).sort()
    }
    expect(await seats()).toEqual(['ada', 'bob', null])
    await done('members', 'add', 'crew', 'eve')
    await done('seats', 'move', 'crew', subscription.id, 'bob', 'eve')
    expect(await done('seats', 'give', 'crew', subscription.id, 'bob')).toMatch(/member +bob\nseat +\w+\n/)
    expect(await done('seats', 'take', 'crew', subscription.id, 'ada')).toBe('member  ada\nseat    none\n')
    expect(await seats()).toEqual(['bob', 'eve', null])
    await done('plans', 'archive', 'small')
    expect(await scrip(env, ...subscribe)).toMatchObject({ code: 1 })
  })

  test('of a webhook endpoint', async () => {
    const receiver = await startReceiver()
    const { id, secret } = await json('webhooks', 'create', receiver.url, '--type', 'purchase.paid')
    const sent = await json('webhooks', 'test', id)
    expect(sent).toMatchObject({ type: 'ping', endpoint: id })
    const [heard] = await receiver.heard(1)
    expect(heard && verified(secret, heard)).toMatchObject({ type: 'ping' })
    expect(await items('webhooks', 'deliveries', id)).toMatchObject([{ id: sent.id }])
    expect(await done('webhooks', 'resend', sent.id)).toMatch(/state +waiting\n/)
    await receiver.heard(2)
    expect((await json('webhooks', 'rotate', id)).secret).not.toBe(secret)
    const changed = await json(
      'webhooks',
      'update',
      id,
      '--off',
      '--all-types',
      '--address',
      `${receiver.url}/2`,
    )
    expect(changed).toMatchObject({ active: false, types: null, url: `${receiver.url}/2` })
    expect(await done('webhooks', 'list')).toMatch(/^whe_\w+ .*\/hear\/2 +off +everything$/m)
    expect(await scrip(env, 'webhooks', 'create', receiver.url, '--type', 'rain')).toMatchObject({ code: 2 })
    await done('webhooks', 'delete', id)
    expect(await scrip(env, 'webhooks', 'get', id)).toMatchObject({ code: 1 })
  })

  test('of keys, and of what each may do', async () => {
    const create = ['keys', 'create', '--account', 'demo', '--role', 'viewer', '--name', 'reader']
    const key = await json(...create, '--once', 'a reader')
    expect((await json(...create, '--once', 'a reader')).id).toBe(key.id)
    const [secret = '', line] = (await done('keys', 'rotate', key.id)).split('\n')
    expect([secret === key.secret, line]).toEqual([false, expect.stringContaining(key.id)])
    const asViewer = { ...env, SCRIP_API_KEY: secret }
    expect(await scrip(asViewer, 'balance', 'demo')).toMatchObject({ code: 0 })
    const give = ['grants', 'create', 'demo', '1', '--credit-type', 'credits', '--once', 'no']
    const forbidden = await scrip(asViewer, ...give)
    expect([forbidden.code, forbidden.stderr]).toEqual([4, expect.not.stringContaining('may have been done')])
    expect(await done('keys', 'revoke', key.id)).toMatch(/ {2}viewer {2}demo {2}.* {2}reader {2}revoked\n$/)
    const refused = await until('the key to be void', async () => {
      const said = await scrip(asViewer, 'balance', 'demo')
      return said.code !== 0 && said
    })
    expect(refused).toEqual({
      ...{ code: 4, stdout: '' },
      stderr: expect.stringMatching(
        /^The server does not take this key\.\n"scrip keys create --direct" makes/,
      ),
    })
  })

  test('of a lost key: another one is made at the machine', async () => {
    const direct = { DATABASE_URL: database.url, SCRIP_DATA_DIR: freshDirectory() }
    const { code, stdout } = await scrip(direct, 'keys', 'create', '--direct', '--json')
    expect(code).toBe(0)
    const { secret, id } = JSON.parse(stdout)
    expect(await scrip({ ...env, SCRIP_API_KEY: secret }, 'keys', 'revoke', id)).toMatchObject({ code: 0 })
    const listed = (await scrip(direct, 'keys', 'list', '--json')).stdout
    expect(listed).toBe(await done('keys', 'list', '--json'))
  })
})

describe('lists', () => {
  test('are a table, or a line of JSON each, of any length', async () => {
    await sqlAt(
      database.owner,
      `insert into members select 'demo', 'm' || i, 'm' || i || '@x.test', 'member', 'active', $1
       from generate_series(1, 101) i`,
      [new Date().toISOString()],
    )
    const all = await items('members', 'list', 'demo')
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(101)
    const [head, ...rows] = (await done('members', 'list', 'demo')).trimEnd().split('\n')
    expect(rows).toHaveLength(all.length)
    // One that an example added was removed again.
    const places = rows.map((row) => row.search(/\b(active|removed)\b/))
    expect(new Set(places)).toEqual(new Set([head?.indexOf('STATUS')]))
    expect(await items('members', 'list', 'demo', '--limit', '3')).toEqual(all.slice(0, 3))
    expect(await items('members', 'list', 'demo', '--limit', '0')).toEqual([])
    expect(await done('members', 'list', 'demo', '--limit', '0')).toBe('')
    expect(await done('subscriptions', 'list', 'demo')).toBe('There are none.\n')
  })

  test('obey no control characters that somebody typed', async () => {
    await done('accounts', 'create', 'sly', '--name', 'Sly\u001b[2J\nInc.')
    expect(await done('accounts', 'get', 'sly')).toContain('Sly [2J Inc.')
  })
})

describe('what a script goes by', () => {
  test.each<[number, string[], RegExp]>([
    [1, ['debits', 'create', 'demo', '9999999', '--credit-type', 'credits'], /are available/],
    [1, ['accounts', 'get', 'nobody'], /^There is no account nobody\.\n$/],
    [2, ['debits', 'create', 'demo', 'much', '--credit-type', 'credits'], /^amount must be a decimal/],
    [2, ['accounts', '--url', 'ftp://here'], /accepted is an http/],
    [2, ['accounts', '--url', 'http://elsewhere.test'], /^There is no key for http:\/\/elsewhere\.test/],
    [
      3,
      ['accounts', '--url', 'http://127.0.0.1:1', '--key', 'k'],
      /^No server answers at http:\/\/127\.0\.0\.1:1/,
    ],
    [3, ['keys', '--url', 'http://127.0.0.1:1', '--key', 'k'], /^No server answers/],
    [4, ['accounts', '--key', 'sk_wrong'], /^The server does not take this key\./],
  ])('%d: scrip %j', async (code, args, line) => {
    expect(await scrip(env, ...args)).toEqual({ code, stdout: '', stderr: expect.stringMatching(line) })
  })

  test('a call whose answer is lost may have been done, and is repeated under its key', async () => {
    const proxy = await crookedProxy(server.baseUrl)
    const lose: Fate = { kind: 'lose' }
    const { operator_key } = JSON.parse(readFileSync(join(server.dataDir, 'credentials.json'), 'utf8'))
    const through = { ...env, SCRIP_URL: proxy.baseUrl, SCRIP_API_KEY: operator_key }
    const give = ['grants', 'create', 'neo_demo', '7', '--credit-type', 'credits']
    proxy.next(lose, lose, lose)
    const lost = await scrip(through, ...give, '--json')
    const { error } = JSON.parse(lost.stderr)
    expect([lost.code, error.idempotency_key]).toEqual([3, proxy.seen()[0]?.key])
    proxy.next(lose, lose, lose)
    expect((await scrip(through, ...give, '--once', error.idempotency_key)).stderr).toContain(
      `It may have been done; repeat it with --once ${error.idempotency_key}\n`,
    )
    const { id } = await json(...give, '--once', error.idempotency_key)
    const sevens = (await items('grants', 'list', 'neo_demo')).filter(({ amount }) => amount === '7')
    expect(sevens).toMatchObject([{ id }])
    const bought = await json('purchases', 'buy', 'demo', '1', '--credit-type', 'credits')
    proxy.next({ kind: 'answer', status: 201, body: JSON.stringify({ ...bought, state: 'charging' }) })
    const buy = ['purchases', 'buy', 'neo_demo', '1', '--credit-type', 'neo', '--json']
    expect(await scrip(through, ...buy)).toMatchObject({ code: 3, stderr: '' })
  })

  test('a refusal is JSON where that is asked for', async () => {
    const { code, stderr } = await scrip(
      ...[env, 'debits', 'create', 'demo', '9999999', '--credit-type', 'credits', '--json'],
    )
    const { error } = JSON.parse(stderr)
    expect(error).toMatchObject({ code: 'insufficient_credits', status: 402, exit: 1 })
    expect(code).toBe(1)
  })
})

describe('the server that answers', () => {
  test('is asked to prove the ledger and to compare purchases, and keeps what it found', async () => {
    // What others asked for doesn't count: a proof that had begun, and a comparison that looks back less far.
    const others = `insert into checks (check_id, kind, state, since, created_at, counts, findings, finding_count)
      values ($1, $2, $3, $4, $5, '{}', '[]', 0)`
    const now = new Date().toISOString()
    await sqlAt(database.owner, others, ['chk_begun', 'verify', 'running', null, now])
    const proven = await done('verify')
    expect(proven).toMatch(
      /^Checked [\d,]+ entries of \d+ wallets in [\d.]+ s:\n[\s\S]*Everything holds\.\n$/,
    )
    await sqlAt(database.owner, others, ['chk_short', 'reconcile', 'queued', now, now])
    const compared = await done('reconcile', '--since', '1h')
    const [, from = ''] =
      /^Compared \d+ payments and \d+ purchases since (.*)\.\nEverything agrees\.\n$/.exec(compared) ?? []
    expect(Date.parse(now) - Date.parse(from)).toBeGreaterThan(3_500_000)
    const [check] = await sqlAt(database.owner, "select count(*) from checks where kind = 'verify'")
    expect(Number(check?.count)).toBeGreaterThan(0)

    await sqlAt(
      database.owner,
      "update wallets set available_micro = available_micro + 1 where account_id = 'acme'",
    )
    const broken = await scrip(env, 'verify', '--json')
    await sqlAt(
      database.owner,
      "update wallets set available_micro = available_micro - 1 where account_id = 'acme'",
    )
    expect(broken.code).toBe(1)
    const { breaches, breach_count } = JSON.parse(broken.stdout)
    expect(breaches).toHaveLength(breach_count)
    expect(breaches).toContainEqual({
      ...{ invariant: 'wallet_balance', account: 'acme', credit_type: 'credits' },
      what: expect.stringContaining('the wallet is not'),
    })
  })
})
