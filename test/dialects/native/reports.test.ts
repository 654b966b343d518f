import { beforeAll, describe, expect, test } from 'vitest'
import { askCheck } from '../../../src/core/reports/ask-check.ts'
import { performChecks } from '../../../src/core/reports/perform-checks.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { type NativeServer, nativeServer } from './server.ts'

const DAY = 86_400_000
const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10)

let native: NativeServer
/** Whatever the tests do is done within these days, should a midnight pass meanwhile. */
let span: string
const path = '/v1/accounts/team_acme'

const must = async (method: string, url: string, body?: unknown) => {
  const answer = await native.operator(method, url, body)
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const sum = () => native.store.upkeep.sumDays(Date.now())

beforeAll(async () => {
  native = await nativeServer()
  span = `from=${dayAt(Date.now())}&to=${dayAt(Date.now() + DAY)}`
  await must('POST', '/v1/credit-types', { id: 'agent', name: 'Agent', unit_price: '0.01' })
  await must('POST', '/v1/credit-types', { id: 'chat', name: 'Chat', unit_price: '0.01' })
  await must('POST', '/v1/accounts', {
    id: 'team_acme',
    kind: 'team',
    name: "Acme Work's (Berlin) e.V.",
    slug: 'acme-x',
  })
  await must('POST', `${path}/members`, { id: 'ada', email: 'Ada.L@Acme.example' })
  await must('POST', '/v1/accounts', { id: 'Cus_1', kind: 'user', name: 'Zoë Müller' })
  await native.card('team_acme')
})

describe('the overview', () => {
  test('before anything was ever summed knows what is outstanding', async () => {
    await must('POST', `${path}/grants`, { credit_type: 'agent', amount: '10' })
    const { as_of, credit_types, from, to } = await must('GET', '/v1/reports/overview')
    expect([as_of, credit_types.map(({ outstanding }: { outstanding: string }) => outstanding)]).toEqual([
      null,
      ['10', '0'],
    ])
    expect(Date.parse(to) - Date.parse(from)).toBe(29 * DAY)
    expect(credit_types[0].days).toHaveLength(30)
  })

  test('tells day by day what was sold, burned and taken', async () => {
    const bought = await must('POST', `${path}/purchases`, { credit_type: 'agent', amount: '1000' })
    const other = await must('POST', `${path}/purchases`, { credit_type: 'agent', amount: '500' })
    const { id: debit } = await must('POST', `${path}/debits`, {
      credit_type: 'agent',
      amount: '100',
      member: 'ada',
    })
    await must('POST', `${path}/debits/${debit}/reverse`, { amount: '25' })
    await must('POST', `${path}/holds`, { credit_type: 'agent', amount: '40', ttl_seconds: 600 })
    await must('POST', `${path}/purchases/${other.id}/refunds`, { amount: '1.00' })
    const scheduled = {
      credit_type: 'chat',
      amount: '7',
      starts_at: new Date(Date.now() + DAY * 5).toISOString(),
    }
    await must('POST', `${path}/grants`, scheduled)
    const before = Date.now()
    expect(await sum()).toBeGreaterThan(0)
    const overview = await must('GET', `/v1/reports/overview?${span}`)
    expect(Date.parse(overview.as_of)).toBeGreaterThanOrEqual(before)
    const agent = overview.credit_types[0]
    expect(agent).toMatchObject({
      credit_type: 'agent',
      outstanding: '1335',
      held: '40',
      debt: '0',
      accounts: 1,
      sold: '1500',
      granted: '10',
      burned: '75',
      expired: '0',
      revoked: '100',
    })
    expect(agent.days).toHaveLength(2)
    expect(agent.days[1]).toMatchObject({
      day: dayAt(Date.parse(agent.days[0].day) + DAY),
      outstanding: '1335',
    })
    expect(overview.credit_types[1]).toMatchObject({
      credit_type: 'chat',
      outstanding: '0',
      accounts: 0,
      sold: '0',
    })
    expect(overview.revenue).toMatchObject([
      { credit_type: 'agent', currency: 'usd', gross_minor: 1500, refunded_minor: 100 },
    ])
    expect(overview.attention).toEqual({ disputed: 0, past_due: 0, uncertain: 0 })
    expect(bought.state).toBe('paid')
  })

  test('has what came before its first day in what is outstanding', async () => {
    const days = `from=${dayAt(Date.now() + 2 * DAY)}&to=${dayAt(Date.now() + 3 * DAY)}`
    const { credit_types, revenue } = await must('GET', `/v1/reports/overview?${days}`)
    expect(credit_types[0]).toMatchObject({
      sold: '0',
      days: [{ outstanding: '1335' }, { outstanding: '1335' }],
    })
    expect(revenue).toEqual([])
  })

  test('is of days that there are', async () => {
    const faults = async (query: string) =>
      (await native.operator('GET', `/v1/reports/overview?${query}`)).body.errors
    expect(await faults('from=2026-02-30')).toMatchObject([{ field: 'from' }])
    expect(await faults('from=2026-02-03&to=2026-02-02')).toMatchObject([{ field: 'to' }])
    expect(await faults('from=2024-01-01&to=2025-01-01')).toMatchObject([{ field: 'from' }])
    const whole = await must('GET', '/v1/reports/overview?from=2024-01-01&to=2024-12-31T23:59:59Z')
    expect(whole.credit_types[0].days).toHaveLength(366)
  })
})

describe('usage', () => {
  test('is told to whoever may read the account', async () => {
    const viewer = await native.keyFor({ account: 'team_acme', role: 'viewer' })
    const { status, body } = await viewer('GET', `${path}/usage?credit_type=agent&by=member&${span}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      credit_type: 'agent',
      by: 'member',
      totals: [{ group: 'ada', burned: '100', reversed: '25', debits: 1 }],
    })
    const query = (text: string) => native.operator('GET', `${path}/usage?${text}`)
    expect((await query('credit_type=nothing')).body.code).toBe('credit_type_not_found')
    expect((await query('credit_type=chat')).body).toMatchObject({ items: [], totals: [], by: null })
    expect((await query('')).body.errors).toMatchObject([{ field: 'credit_type' }])
    await must('POST', '/v1/accounts/Cus_1/grants', { credit_type: 'chat', amount: '1' })
    expect((await must('GET', '/v1/accounts/Cus_1/usage')).credit_type).toBe('chat')
    expect((await query('credit_type=agent&from=2026-01-01&to=2026-04-03')).status).toBe(400)
  })
})

describe('accounts', () => {
  test.each([
    ['team_ac', ['team_acme']],
    ['CUS_', ['Cus_1']],
    ['acme-x', ['team_acme']],
    ['ada.l@ACME', ['team_acme']],
    ['berl', ['team_acme']],
    ['work acme', ['team_acme']],
    ["work's", ['team_acme']],
    ['müll', ['Cus_1']],
    ['erlin', []],
    ['%', []],
    ["'", []],
    ['\\', []],
    ["x':* | 'acme", []],
    ['acme | zoë', []],
  ])('are found by %s', async (search, found) => {
    const { items } = await must('GET', `/v1/accounts?search=${encodeURIComponent(search)}`)
    expect(items.map(({ id }: { id: string }) => id)).toEqual(found)
  })

  test('are found page by page', async () => {
    for (const id of ['many_1', 'many_2', 'many_3'])
      await must('POST', '/v1/accounts', { id, kind: 'user', name: 'Many' })
    const first = await must('GET', '/v1/accounts?search=many&limit=2')
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual(['many_1', 'many_2'])
    const next = await must('GET', `/v1/accounts?search=many&limit=2&cursor=${first.next_cursor}`)
    expect([next.items.map(({ id }: { id: string }) => id), next.next_cursor]).toEqual([['many_3'], null])
  })
})

test('purchases of all accounts are narrowed by account, state, type and when they were made', async () => {
  const list = async (query: string) =>
    (await must('GET', `/v1/purchases?${query}`)).items.map(({ amount }: { amount: string }) => amount)
  expect(await list('')).toEqual(['500', '1000'])
  expect(await list('account=team_acme&state=partially_refunded')).toEqual(['500'])
  expect(await list('account=Cus_1')).toEqual([])
  expect(await list('credit_type=chat')).toEqual([])
  const [{ created_at }] = (await must('GET', '/v1/purchases?limit=1')).items
  expect(await list(`from=${created_at}`)).toEqual(['500'])
  expect(await list(`to=${created_at}&account=team_acme`)).toEqual(['1000'])
})

describe('checks', () => {
  const perform = () => performChecks(native.buying, { now: () => Date.now() }, new AbortController().signal)

  test('are asked for, done by a job, and read', async () => {
    const { status, body: asked } = await native.operator('POST', '/v1/checks', { kind: 'verify' })
    expect([status, asked]).toMatchObject([
      202,
      { kind: 'verify', state: 'queued', holds: null, progress: null },
    ])
    expect((await native.operator('POST', '/v1/checks', { kind: 'verify' })).body.id).toBe(asked.id)
    const reconcile = await native.operator('POST', '/v1/checks', { kind: 'reconcile', since: '30d' })
    expect(Date.parse(reconcile.body.created_at) - Date.parse(reconcile.body.since)).toBe(30 * DAY)
    const { rows } = await native.store.pool.query(
      `select count(*)::integer as jobs from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'perform_checks'`,
    )
    expect(rows[0].jobs).toBeGreaterThan(0)
    expect(await perform()).toBe(2)
    const done = await must('GET', `/v1/checks/${asked.id}`)
    expect(done).toMatchObject({ state: 'done', holds: true, findings: [], finding_count: 0, error: null })
    expect(done.counts).toMatchObject({ wallets: 3, purchases: 2, debits: 1 })
    const compared = await must('GET', `/v1/checks/${reconcile.body.id}`)
    expect(compared).toMatchObject({
      state: 'done',
      holds: true,
      counts: { payments: 2, purchases: 2, healed: 0 },
    })
    const listed = await must('GET', '/v1/checks?kind=verify')
    expect(listed.items).toEqual([done])
    expect((await native.operator('POST', '/v1/checks', { kind: 'reconcile', since: 'ever' })).status).toBe(
      400,
    )
    expect((await native.operator('GET', '/v1/checks/chk_x')).body.code).toBe('check_not_found')
  })

  test('say what does not hold', async () => {
    await native.store.pool.query(
      `update wallets set available_micro = available_micro + 1 where credit_type = 'agent'`,
    )
    const ids = mintingIds()
    const ask = { kind: 'verify' as const, since: null }
    const { id } = await askCheck(native.store.registry, ask, Date.now(), ids)
    await perform()
    const { holds, findings, finding_count } = await must('GET', `/v1/checks/${id}`)
    expect([holds, finding_count]).toEqual([false, findings.length])
    expect(findings).toContainEqual({
      kind: 'wallet_balance',
      account: 'team_acme',
      credit_type: 'agent',
      purchase: null,
      what: 'the wallet is not what its last entry says',
    })
    await native.store.pool.query(
      `update wallets set available_micro = available_micro - 1 where credit_type = 'agent'`,
    )
  })
})
