import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type NativeServer, nativeServer } from './server.ts'

let native: NativeServer

beforeAll(async () => {
  native = await nativeServer()
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent', unit_price: '0.01' })
  await operator('POST', '/v1/accounts', { id: 'team_acme', kind: 'team', name: 'Acme', slug: 'acme' })
  await operator('POST', '/v1/accounts/team_acme/members', { id: 'ada', email: 'ada@acme.example' })
})

afterEach(() => void vi.useRealTimers())

/** An account of its own with so many credits. */
async function funded(id: string, amount = '1000') {
  await native.operator('POST', '/v1/accounts', { id, kind: 'user', name: id })
  return native.operator('POST', `/v1/accounts/${id}/grants`, { credit_type: 'agent', amount })
}

describe('accounts', () => {
  test('are made under the product’s own id, or a minted one', async () => {
    const own = await native.operator('POST', '/v1/accounts', { id: 'cus_1', kind: 'user', name: 'One' })
    expect(own).toMatchObject({ status: 201, body: { id: 'cus_1', kind: 'user', name: 'One', slug: null } })
    const minted = await native.operator('POST', '/v1/accounts', { kind: 'team', name: 'Two' })
    expect(minted.body.id).toMatch(/^acc_/)
    expect((await native.operator('GET', '/v1/accounts/cus_1')).body).toEqual(own.body)
  })

  test('an id that is taken, and a slug', async () => {
    const again = await native.operator('POST', '/v1/accounts', { id: 'team_acme', kind: 'team', name: 'X' })
    expect(again).toMatchObject({ status: 409, body: { code: 'account_exists', status: 409 } })
    expect(again.headers['content-type']).toMatch(/^application\/problem\+json/)
    const slug = await native.operator('POST', '/v1/accounts', { kind: 'team', name: 'X', slug: 'acme' })
    expect(slug).toMatchObject({ status: 409, body: { code: 'slug_taken' } })
  })

  test('are changed and listed page by page', async () => {
    for (const id of ['page_1', 'page_2', 'page_3'])
      await native.operator('POST', '/v1/accounts', { id, kind: 'user', name: 'Paged' })
    const changed = await native.operator('PATCH', '/v1/accounts/page_1', { name: 'Turned', slug: 'turned' })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Turned', slug: 'turned' } })
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = await native.operator('GET', `/v1/accounts?limit=2${cursor}`)
      expect(page.status).toBe(200)
      seen.push(...page.body.items.map(({ id }: { id: string }) => id))
      if (page.body.next_cursor === null) break
      cursor = `&cursor=${encodeURIComponent(page.body.next_cursor)}`
    }
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toEqual(expect.arrayContaining(['page_1', 'page_2', 'page_3', 'team_acme']))
    expect((await native.operator('GET', '/v1/accounts?cursor=nonsense')).status).toBe(400)
  })
})

describe('members', () => {
  test('come, change, go and come back', async () => {
    const path = '/v1/accounts/team_acme/members'
    const added = await native.operator('POST', path, { id: 'bob', role: 'viewer' })
    expect(added).toMatchObject({ status: 201, body: { id: 'bob', account: 'team_acme', status: 'active' } })
    expect(await native.operator('POST', path, { id: 'bob' })).toMatchObject({ status: 409 })
    const changed = await native.operator('PATCH', `${path}/bob`, { role: 'admin', email: 'b@x.example' })
    expect(changed.body).toMatchObject({ role: 'admin', email: 'b@x.example' })
    expect((await native.operator('DELETE', `${path}/bob`)).body.status).toBe('removed')
    expect((await native.operator('PATCH', `${path}/bob`, { role: 'admin' })).status).toBe(404)
    expect((await native.operator('POST', path, { id: 'bob' })).status).toBe(201)
    const list = await native.operator('GET', path)
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual(['ada', 'bob'])
    expect((await native.operator('GET', `${path}/nobody`)).body.code).toBe('member_not_found')
  })
})

describe('credit types', () => {
  test('carry name, unit, price and expiry policy', async () => {
    const made = await native.operator('POST', '/v1/credit-types', {
      id: 'gateway',
      name: 'Gateway',
      unit: 'token',
      unit_price: 0.000125,
      currency: 'eur',
      expiry: { policy: 'fixed', after: 'P30D' },
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        unit: 'token',
        unit_price: '0.000125',
        currency: 'eur',
        expiry: { policy: 'fixed', after: 'P30D' },
      },
    })
    const changed = await native.operator('PATCH', '/v1/credit-types/gateway', { unit_price: null })
    expect(changed.body).toMatchObject({ unit_price: null, expiry: { policy: 'fixed', after: 'P30D' } })
    const types = await native.operator('GET', '/v1/credit-types')
    expect(types.body.items.map(({ id }: { id: string }) => id)).toContain('gateway')
  })

  test('a policy has the fields that it needs, and no others', async () => {
    const put = (expiry: object) => native.operator('PATCH', '/v1/credit-types/agent', { expiry })
    expect((await put({ policy: 'fixed' })).body.errors).toEqual([
      { field: 'expiry/after', message: 'is required by the policy fixed' },
    ])
    expect((await put({ policy: 'never', period: 'day' })).body.errors[0].field).toBe('expiry/period')
    expect((await put({ policy: 'rolling', after: 'a while' })).body.errors[0].field).toBe('expiry/after')
  })
})

describe('grants and balances', () => {
  test('a grant is in the balance', async () => {
    const granted = await funded('rich')
    expect(granted).toMatchObject({
      status: 201,
      body: {
        amount: '1000',
        remaining: '1000',
        state: 'open',
        expires_at: null,
        balance: { available: '1000' },
      },
    })
    const { id } = granted.body
    expect((await native.operator('GET', `/v1/accounts/rich/grants/${id}`)).body.id).toBe(id)
    const list = await native.operator('GET', '/v1/accounts/rich/grants?credit_type=agent')
    expect(list.body).toMatchObject({ items: [{ id }], next_cursor: null })
    const balance = await native.operator('GET', '/v1/accounts/rich/balances/agent')
    expect(balance.body).toMatchObject({ available: '1000', held: '0', debt: '0', expiring_next: null })
    expect((await native.operator('GET', '/v1/accounts/rich/balances')).body.items).toHaveLength(1)
    const past = await native.operator('GET', '/v1/accounts/rich/balances/agent?as_of=2020-01-01T00:00:00Z')
    expect(past.body).toMatchObject({ available: '0', as_of: '2020-01-01T00:00:00.000Z' })
  })

  test('a grant that expires is told of, and a future one counts later', async () => {
    await funded('soon', '5')
    const at = new Date(Date.now() + 3_600_000).toISOString()
    await native.operator('POST', '/v1/accounts/soon/grants', {
      credit_type: 'agent',
      amount: 2.5,
      expires_at: at,
    })
    await native.operator('POST', '/v1/accounts/soon/grants', {
      credit_type: 'agent',
      amount: 9,
      starts_at: at,
    })
    const { body } = await native.operator('GET', '/v1/accounts/soon/balances/agent')
    expect(body).toMatchObject({ available: '7.5', expiring_next: { at, amount: '2.5' } })
    const grants = async (query: string) =>
      (await native.operator('GET', `/v1/accounts/soon/grants?${query}`)).body.items
    const [scheduled, expiring, first] = await grants('')
    await native.operator('POST', `/v1/accounts/soon/grants/${first.id}/revoke`)
    expect(await grants('state=open')).toEqual([expiring])
    expect(await grants('state=scheduled')).toEqual([scheduled])
    expect(await grants('state=closed&credit_type=agent')).toMatchObject([{ id: first.id, remaining: '0' }])
    expect((await native.operator('GET', '/v1/accounts/soon/grants?state=spent')).status).toBe(400)
  })

  test('a scope narrows who can burn it', async () => {
    await native.operator('POST', '/v1/accounts/team_acme/grants', {
      credit_type: 'agent',
      amount: '10',
      scope: { member: 'ada' },
    })
    const of = (query: string) => native.operator('GET', `/v1/accounts/team_acme/balances/agent${query}`)
    expect((await of('?member=ada')).body.available).toBe('10')
    expect((await of('?member=bob')).body.available).toBe('0')
  })

  test('a grant is revoked, in part and whole', async () => {
    const { body } = await funded('poor', '100')
    const path = `/v1/accounts/poor/grants/${body.id}/revoke`
    expect((await native.operator('POST', path, { amount: '40' })).body).toMatchObject({
      revoked: '40',
      balance: { available: '60' },
    })
    expect((await native.operator('POST', path)).body).toMatchObject({ revoked: '60' })
    expect((await native.operator('POST', path)).body.code).toBe('revocation_exceeds_grant')
  })

  test('a grant is revoked with what was spent of it, which nobody owes unless it is said', async () => {
    const { body } = await funded('spent', '100')
    await native.operator('POST', '/v1/accounts/spent/debits', { credit_type: 'agent', amount: '70' })
    const revoked = (await native.operator('POST', `/v1/accounts/spent/grants/${body.id}/revoke`)).body
    expect(revoked).toMatchObject({ revoked: '30', written_off: '70', debt: '0', balance: { debt: '0' } })
  })

  test('a revocation keeps its reason, and the grant tells it', async () => {
    const { body: grant } = await funded('wrong', '100')
    await native.operator('POST', '/v1/accounts/wrong/debits', { credit_type: 'agent', amount: '70' })
    const path = `/v1/accounts/wrong/grants/${grant.id}`
    const revoke = (key: string, body: object) =>
      native.operator('POST', `${path}/revoke`, body, { 'idempotency-key': key })
    const reason = 'given "twice", {or NULL}'
    const first = await revoke('rvk-1', { amount: '20', reason })
    expect(first.body).toMatchObject({ grant: grant.id, revoked: '20', reason })
    expect((await revoke('rvk-1', { amount: '20', reason })).body).toEqual(first.body)
    expect((await revoke('rvk-1', { amount: '20', reason: 'another' })).body.code).toBe(
      'idempotency_key_reused',
    )
    const rest = await revoke('rvk-2', { amount: '50', spent: 'debt' })
    const told = [first, rest].map(({ body: { id, revoked, debt, written_off, reason, at } }) => ({
      ...{ id, revoked, debt, written_off, reason, at },
    }))
    expect(told).toMatchObject([
      { id: expect.stringMatching(/^rvk_/), revoked: '20', debt: '0', written_off: '0', reason },
      { id: expect.stringMatching(/^rvk_/), revoked: '10', debt: '40', written_off: '0', reason: null },
    ])
    const found = await native.operator('GET', path)
    expect(found.body).toMatchObject({ id: grant.id, revoked: '70', remaining: '0' })
    expect(found.body.revocations).toEqual(told)
  })
})

describe('debits', () => {
  test('burn, and explain themselves', async () => {
    const { body: grant } = await funded('burner')
    const debited = await native.operator('POST', '/v1/accounts/burner/debits', {
      credit_type: 'agent',
      amount: '12.5',
      feature: 'chat',
      metadata: { run: '4711', nested: null },
    })
    expect(debited).toMatchObject({
      status: 201,
      body: {
        status: 'ok',
        amount: '12.5',
        balance: { available: '987.5' },
        grants: [{ grant: grant.id, amount: '12.5' }],
      },
    })
    const found = await native.operator('GET', `/v1/accounts/burner/debits/${debited.body.id}`)
    expect(found.body).toMatchObject({
      status: 'ok',
      code: null,
      feature: 'chat',
      metadata: { run: '4711', nested: null },
      unit_price: '0.01',
      balance_before: '1000',
      balance_after: '987.5',
      grants: [{ grant: grant.id, amount: '12.5', priority: 100, source: 'manual' }],
      reversals: [],
    })
  })

  test('without enough credit are 402', async () => {
    await funded('broke', '1')
    const body = { credit_type: 'agent', amount: '2' }
    const refused = await native.operator('POST', '/v1/accounts/broke/debits', body)
    expect(refused).toMatchObject({
      status: 402,
      body: { code: 'insufficient_credits', type: '/docs#insufficient_credits' },
    })
    expect(refused.body.correlation_id).toBe(refused.headers['x-request-id'])
  })

  test('are idempotent by key, for good', async () => {
    await funded('idem')
    const path = '/v1/accounts/idem/debits'
    const key = { 'idempotency-key': 'run 1' }
    const first = await native.operator('POST', path, { credit_type: 'agent', amount: '1' }, key)
    const again = await native.operator('POST', path, { credit_type: 'agent', amount: 1.0 }, key)
    expect(again.body).toEqual(first.body)
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
    const other = await native.operator('POST', path, { credit_type: 'agent', amount: 2 }, key)
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    for (const bad of ['', 'é', 'x'.repeat(256)])
      expect(
        (await native.operator('POST', path, { credit_type: 'agent', amount: 1 }, { 'idempotency-key': bad }))
          .status,
      ).toBe(400)
  })

  test.each(['cmd_1', 'deb_1', 'grt_1', 'pur_1'])('and a key like %s is the caller’s, too', async (name) => {
    const account = `like_${name}`
    await funded(account)
    const send = (what: string, key: string, amount = '1') =>
      native.operator(
        'POST',
        `/v1/accounts/${account}/${what}`,
        { credit_type: 'agent', amount },
        {
          'idempotency-key': key,
        },
      )
    const [granted, again] = [await send('grants', name), await send('grants', name)]
    expect(again).toMatchObject({ body: granted.body, headers: { 'idempotent-replayed': 'true' } })
    expect((await send('grants', name, '2')).body.code).toBe('idempotency_key_reused')
    expect((await send('debits', name)).body.code).toBe('idempotency_key_reused')
    expect((await send('debits', `${name}0`)).status).toBe(201)
    expect((await send('grants', `${name}0`)).body.code).toBe('idempotency_key_reused')
  })

  test('keep their metadata as it came, and take no number that would change', async () => {
    await funded('noted')
    const send = (n: string) =>
      native.operator(
        'POST',
        '/v1/accounts/noted/debits',
        `{"credit_type":"agent","amount":1,"metadata":{"n":${n}}}`,
      )
    const kept = async (n: string) => {
      const { id } = (await send(n)).body
      return (await native.operator('GET', `/v1/accounts/noted/debits/${id}`)).body.metadata.n
    }
    expect([await kept('0.25'), await kept('"12345678901234567890"')]).toEqual([0.25, '12345678901234567890'])
    expect(await send('12345678901234567890')).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        errors: [{ field: 'metadata/n', message: expect.stringContaining('send it as text') }],
      },
    })
  })

  test('in a batch each have their own answer', async () => {
    await funded('batch_a', '10')
    await funded('batch_b', '10')
    const debits = [
      { key: 'a1', account: 'batch_a', credit_type: 'agent', amount: '4' },
      { key: 'b1', account: 'batch_b', credit_type: 'agent', amount: '40' },
      { key: 'a1', account: 'batch_a', credit_type: 'agent', amount: '4' },
      { key: 'a1', account: 'batch_a', credit_type: 'agent', amount: '5' },
      { key: 'n1', account: 'nobody', credit_type: 'agent', amount: '4' },
    ]
    const { status, body } = await native.operator('POST', '/v1/debits', { debits })
    expect(status).toBe(200)
    expect(
      body.results.map((r: { status: string; code?: string; replayed?: boolean }) => [
        r.status,
        r.code,
        r.replayed,
      ]),
    ).toEqual([
      ['ok', undefined, undefined],
      ['refused', 'insufficient_credits', undefined],
      ['ok', undefined, true],
      ['refused', 'idempotency_key_reused', undefined],
      ['refused', 'account_not_found', undefined],
    ])
    const own = await native.keyFor({ account: 'batch_a' })
    const mixed = await own('POST', '/v1/debits', { debits: debits.slice(0, 2) })
    expect(mixed.body.results[0]).toMatchObject({ status: 'ok', balance: { available: '6' } })
    expect(mixed.body.results[1]).toMatchObject({ status: 'refused', code: 'account_not_found' })
  })

  test('in a batch whose own key is one of theirs are none the worse for it', async () => {
    await funded('keyed', '10')
    const own = await native.keyFor({ account: 'keyed' })
    const item = (key: string, amount = '1') => ({ key, account: 'keyed', credit_type: 'agent', amount })
    const send = (debits: object[], key: string) =>
      own('POST', '/v1/debits', { debits }, { 'idempotency-key': key })
    const first = await send([item('k'), item('l')], 'k')
    expect(first.body.results.map(({ status }: { status: string }) => status)).toEqual(['ok', 'ok'])
    const again = await send([item('k'), item('l')], 'k')
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.body.results).toEqual(first.body.results.map((one: object) => ({ ...one, replayed: true })))
    for (const other of [[item('k')], [item('m')]])
      expect(await send(other, 'k')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    // Where none of its debits has it, the key stands for the list as for any call.
    expect((await send([item('n')], 'list')).status).toBe(200)
    const alone = await own('POST', '/v1/accounts/keyed/debits', item('x'), { 'idempotency-key': 'list' })
    expect(alone.status).toBeGreaterThanOrEqual(400)
    const { body } = await native.operator('GET', '/v1/accounts/keyed/balances/agent')
    expect(body.available).toBe('7')
  })

  test('a malformed item refuses the whole batch and names each field', async () => {
    const debits = [
      { key: 'm1', account: 'batch_a', credit_type: 'agent', amount: '1' },
      { key: 'm2', account: 'batch_a', credit_type: 'agent', amount: '0.0000001' },
      { account: 'a b', amount: '-1', colour: 'red' },
    ]
    const { status, body } = await native.operator('POST', '/v1/debits', { debits })
    expect(status).toBe(400)
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'debits/1/amount',
      'debits/2/account',
      'debits/2/amount',
      'debits/2/colour',
      'debits/2/credit_type',
      'debits/2/key',
    ])
    const many = Array.from({ length: 1001 }, () => ({}))
    expect((await native.operator('POST', '/v1/debits', { debits: many })).body.errors).toEqual([
      { field: 'debits', message: 'must have at most 1000 items' },
    ])
  })

  test('are reversed, in part and whole', async () => {
    await funded('back', '100')
    const { body } = await native.operator('POST', '/v1/accounts/back/debits', {
      credit_type: 'agent',
      amount: '30',
    })
    const path = `/v1/accounts/back/debits/${body.id}/reverse`
    const part = await native.operator('POST', path, { amount: '10', reason: 'half done' })
    expect(part).toMatchObject({
      status: 201,
      body: {
        reversal: { amount: '10', expired: '0', reason: 'half done' },
        debit: { reversed: '10' },
        balance: { available: '80' },
      },
    })
    expect((await native.operator('POST', path)).body.balance.available).toBe('100')
    expect((await native.operator('POST', path)).body.code).toBe('reversal_exceeds_debit')
    expect((await native.operator('POST', '/v1/accounts/back/debits/deb_none/reverse')).body.code).toBe(
      'debit_not_found',
    )
  })

  test('of a key that is bound to a member are that member’s', async () => {
    const ada = await native.keyFor({ account: 'team_acme', member: 'ada' })
    const made = await ada('POST', '/v1/accounts/team_acme/debits', { credit_type: 'agent', amount: '1' })
    expect(made.status).toBe(201)
    const list = await ada('GET', '/v1/accounts/team_acme/debits?member=ada')
    expect(list.body.items[0]).toMatchObject({
      id: made.body.id,
      member: 'ada',
      api_key: expect.stringMatching(/^key_/),
    })
    const other = { credit_type: 'agent', amount: '1', member: 'bob' }
    expect(await ada('POST', '/v1/accounts/team_acme/debits', other)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })
})

describe('holds', () => {
  test('are captured, released and extended', async () => {
    await funded('holder', '100')
    const path = '/v1/accounts/holder/holds'
    const open = (amount: string) =>
      native.operator('POST', path, { credit_type: 'agent', amount, ttl_seconds: 60 })
    const first = await open('30')
    expect(first).toMatchObject({
      status: 201,
      body: { status: 'open', balance: { available: '70', held: '30' } },
    })
    const captured = await native.operator('POST', `${path}/${first.body.id}/capture`, { amount: '20' })
    expect(captured).toMatchObject({
      status: 200,
      body: {
        hold: { status: 'captured', captured: '20' },
        debit: { amount: '20' },
        balance: { available: '80', held: '0' },
      },
    })
    expect((await native.operator('POST', `${path}/${first.body.id}/capture`)).body.code).toBe(
      'hold_already_captured',
    )
    const second = await open('5')
    const more = await native.operator('POST', `${path}/${second.body.id}/capture`, { amount: '6' })
    expect(more).toMatchObject({ status: 409, body: { code: 'capture_exceeds_hold' } })
    const later = await native.operator('POST', `${path}/${second.body.id}/extend`, { ttl_seconds: 600 })
    expect(Date.parse(later.body.ends_at)).toBeGreaterThan(Date.parse(second.body.ends_at))
    expect((await native.operator('POST', `${path}/${second.body.id}/release`)).body).toMatchObject({
      status: 'released',
      balance: { available: '80' },
    })
    expect((await native.operator('GET', `${path}?status=captured`)).body.items).toHaveLength(1)
    expect((await native.operator('GET', `${path}/${second.body.id}`)).body.status).toBe('released')
  })
})

describe('caps', () => {
  test('block, count and go', async () => {
    await funded('capped', '100')
    const path = '/v1/accounts/capped/caps/account/capped'
    const put = await native.operator('PUT', path, { limit: '10', unit: 'credits', period: 'day' })
    expect(put).toMatchObject({ status: 200, body: { subject: 'account', id: 'capped', limit: '10' } })
    const burn = (amount: string) =>
      native.operator('POST', '/v1/accounts/capped/debits', { credit_type: 'agent', amount })
    expect((await burn('8')).status).toBe(201)
    expect(await burn('3')).toMatchObject({ status: 403, body: { code: 'account_spending_cap_reached' } })
    expect((await native.operator('GET', path)).body).toMatchObject({ used: '8', remaining: '2' })
    expect((await native.operator('GET', '/v1/accounts/capped/caps')).body.items).toHaveLength(1)
    expect((await native.operator('DELETE', path)).status).toBe(200)
    expect((await native.operator('DELETE', path)).body.code).toBe('cap_not_found')
    expect((await burn('3')).status).toBe(201)
  })
})

test('a key with a cap takes no more than another key held', async () => {
  await funded('handed', '100')
  const holder = await native.keyFor({ account: 'handed', role: 'spender' })
  const other = await native.keyFor({ account: 'handed', role: 'spender' })
  const keys = (await native.operator('GET', '/v1/keys?account=handed')).body.items
  const { id: capped } = keys.find(({ last_four }: { last_four: string }) => other.secret.endsWith(last_four))
  await native.operator('PUT', `/v1/accounts/handed/caps/key/${capped}`, {
    limit: '0',
    unit: 'credits',
    period: 'day',
  })
  const path = '/v1/accounts/handed/holds'
  const { id } = (await holder('POST', path, { credit_type: 'agent', amount: '1', ttl_seconds: 60 })).body
  const capture = (amount: string) => other('POST', `${path}/${id}/capture`, { amount, allow_more: true })
  expect(await capture('90')).toMatchObject({ status: 409, body: { code: 'capture_exceeds_hold' } })
  expect((await capture('1')).status).toBe(200)
})

test('a refused debit tells the caps that were asked before it', async () => {
  await funded('asked', '100')
  await native.operator('POST', '/v1/accounts/asked/members', { id: 'ada' })
  const put = (who: string, limit: string) =>
    native.operator('PUT', `/v1/accounts/asked/caps/${who}`, { limit, unit: 'credits', period: 'total' })
  for (const [who, limit] of [
    ['account/asked', '1000'],
    ['member/ada', '10'],
    ['project/web', '1'],
  ] as const)
    await put(who, limit)
  const path = '/v1/accounts/asked/debits'
  const use = { credit_type: 'agent', member: 'ada', project: 'web' }
  await native.operator('POST', path, { credit_type: 'agent', amount: '4' })
  const refused = async (body: object, key: string) => {
    const { body: no } = await native.operator('POST', path, body, { 'idempotency-key': key })
    const { items } = (await native.operator('GET', `${path}?limit=1`)).body
    const { body: debit } = await native.operator('GET', `${path}/${items[0].id}`)
    expect(debit).toMatchObject({ status: 'refused', code: no.code })
    return [debit.code, debit.caps]
  }
  const account = { subject: 'account', id: 'asked', limit: '1000', used_before: '4', used_after: '4' }
  const member = { subject: 'member', id: 'ada', limit: '10', used_before: '0', used_after: '0' }
  expect(await refused({ ...use, amount: '11' }, 'caps 1')).toMatchObject([
    'user_spending_cap_reached',
    [account, member],
  ])
  expect(await refused({ ...use, amount: '2' }, 'caps 2')).toMatchObject([
    'project_spending_cap_reached',
    [account, member, { subject: 'project', id: 'web' }],
  ])
  expect(await refused({ credit_type: 'agent', amount: '97' }, 'caps 3')).toMatchObject([
    'insufficient_credits',
    [account],
  ])
  expect(await refused({ credit_type: 'agent', amount: '1', member: 'bob' }, 'caps 4')).toMatchObject([
    'member_not_found',
    [],
  ])
  expect((await native.operator('GET', '/v1/accounts/asked/caps/account/asked')).body.used).toBe('4')
})

test('what is past its end is told so before anything is posted', async () => {
  const MINUTE = 60_000
  const from = (ms: number) => new Date(Date.now() + ms).toISOString()
  await native.operator('POST', '/v1/accounts', { id: 'past', kind: 'team', name: 'Past' })
  const grant = async (fields: object): Promise<string> =>
    (await native.operator('POST', '/v1/accounts/past/grants', { credit_type: 'agent', ...fields })).body.id
  const ends = await grant({ amount: '3', expires_at: from(60 * MINUTE) })
  const lasts = await grant({ amount: '4' })
  const starts = await grant({ amount: '5', starts_at: from(60 * MINUTE) })
  const other = (await native.operator('POST', '/v1/credit-types', { id: 'lasting', name: 'Lasting' })).body
    .id
  const untouched = await grant({ credit_type: other, amount: '6' })
  const hold = { credit_type: 'agent', amount: '4', ttl_seconds: 60 }
  const held = (await native.operator('POST', '/v1/accounts/past/holds', hold)).body.id
  const kept = (
    await native.operator('POST', '/v1/accounts/past/holds', { ...hold, amount: '1', ttl_seconds: 9000 })
  ).body.id

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120 * MINUTE })
  const get = async (path: string) => (await native.operator('GET', `/v1/accounts/past/${path}`)).body
  const ids = async (path: string) => (await get(path)).items.map(({ id }: { id: string }) => id)
  const look = async () => ({
    ends: await get(`grants/${ends}`),
    lasts: await get(`grants/${lasts}`),
    grants: await get('grants'),
    open: await ids('grants?state=open'),
    scheduled: await ids('grants?state=scheduled'),
    closed: await ids('grants?state=closed'),
    of_type: await ids(`grants?state=open&credit_type=${other}`),
    hold: await get(`holds/${held}`),
    holds: await get('holds'),
    open_holds: await ids('holds?status=open'),
    expired_holds: await ids('holds?status=expired'),
  })
  const seen = await look()
  expect(seen).toMatchObject({
    ends: { state: 'closed', remaining: '0', held: '0' },
    lasts: { state: 'open', remaining: '3', held: '1' },
    open: [untouched, starts, lasts],
    scheduled: [],
    closed: [ends],
    of_type: [untouched],
    hold: { status: 'expired' },
    open_holds: [kept],
    expired_holds: [held],
  })
  expect(seen.hold.ended_at).toBe(seen.hold.ends_at)
  const first = await get('grants?state=open&limit=1')
  expect(await ids(`grants?state=open&limit=2&cursor=${first.next_cursor}`)).toEqual([starts, lasts])
  expect((await get('entries?kind=expiry')).items).toEqual([])

  // Posting it changes nothing of what was told.
  const settle = { kind: 'settle', account: 'past', key: '', fingerprint: '', credit_type: 'agent' } as const
  await native.store.ledger.submit(settle, Date.now())
  expect((await get('entries?kind=expiry')).items).toHaveLength(1)
  expect(await look()).toEqual(seen)
})

test('a refusal for an account that isn’t there is not kept', async () => {
  const put = () =>
    native.operator(
      'PUT',
      '/v1/accounts/ghost/caps/account/ghost',
      { limit: '10', unit: 'credits', period: 'day' },
      { 'idempotency-key': 'of a ghost' },
    )
  expect((await put()).body.code).toBe('account_not_found')
  await native.operator('POST', '/v1/accounts', { id: 'ghost', kind: 'team', name: 'Ghost' })
  expect((await put()).status).toBe(200)
  expect((await put()).headers['idempotent-replayed']).toBe('true')
})

interface Listed {
  readonly items: object[]
  readonly next_cursor: string | null
}

test('balances and credit types come in pages', async () => {
  await native.operator('POST', '/v1/accounts', { id: 'pager', kind: 'team', name: 'Pager' })
  for (const credit_type of ['page_a', 'page_b', 'page_c']) {
    await native.operator('POST', '/v1/credit-types', { id: credit_type, name: credit_type })
    await native.operator('POST', '/v1/accounts/pager/grants', { credit_type, amount: '1' })
  }
  for (const [path, name] of [
    ['/v1/accounts/pager/balances', 'credit_type'],
    ['/v1/credit-types', 'id'],
  ] as const) {
    const whole = (await native.operator('GET', path)).body
    expect(whole.next_cursor).toBeNull()
    const paged: object[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const at: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { items, next_cursor } = (await native.operator('GET', `${path}?limit=2${at}`)).body as Listed
      expect(items.length).toBeLessThanOrEqual(2)
      paged.push(...items)
      cursor = next_cursor
    }
    const idsOf = (items: object[]) => items.map((one) => (one as Record<string, string>)[name])
    expect(idsOf(paged)).toEqual(idsOf(whole.items))
    expect(idsOf(paged)).toEqual(expect.arrayContaining(['page_a', 'page_b', 'page_c']))
    expect((await native.operator('GET', `${path}?cursor=x`)).status).toBe(400)
  }
})

test('entries tell every movement', async () => {
  await funded('mover', '10')
  await native.operator('POST', '/v1/accounts/mover/debits', { credit_type: 'agent', amount: '4' })
  const { body } = await native.operator('GET', '/v1/accounts/mover/entries')
  const moves = body.items.map((e: Record<string, string>) => `${e.kind} ${e.from}>${e.to} ${e.amount}`)
  expect(moves.sort()).toEqual(['debit wallet>consumed 4', 'grant issued>wallet 10'])
  const grants = await native.operator('GET', '/v1/accounts/mover/entries?kind=grant')
  expect(grants.body.items).toHaveLength(1)
})

describe('keys', () => {
  test('are shown once, rotated and revoked', async () => {
    const made = await native.operator('POST', '/v1/keys', {
      account: 'team_acme',
      role: 'viewer',
      name: 'x',
    })
    expect(made).toMatchObject({ status: 201, body: { account: 'team_acme', role: 'viewer', name: 'x' } })
    const { id, secret } = made.body
    expect(secret.startsWith(made.body.prefix) && secret.endsWith(made.body.last_four)).toBe(true)
    expect((await native.operator('GET', `/v1/keys/${id}`)).body.secret).toBeUndefined()
    const old = native.clientOf(secret)
    expect((await old('GET', '/v1/accounts/team_acme')).status).toBe(200)
    const rotated = await native.operator('POST', `/v1/keys/${id}/rotate`)
    const fresh = native.clientOf(rotated.body.secret)
    expect((await fresh('GET', '/v1/accounts/team_acme')).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect((await old('GET', '/v1/accounts/team_acme')).status).toBe(401)
    expect((await native.operator('POST', `/v1/keys/${id}/revoke`)).body.revoked_at).not.toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect((await fresh('GET', '/v1/accounts/team_acme')).status).toBe(401)
  })

  test('of an account’s admin are made within that account only', async () => {
    const admin = await native.keyFor({ account: 'team_acme', role: 'admin' })
    expect((await admin('POST', '/v1/keys', { role: 'spender' })).body).toMatchObject({
      account: 'team_acme',
    })
    expect((await admin('POST', '/v1/keys', { account: 'rich' })).body.code).toBe('account_not_found')
    expect((await admin('POST', '/v1/keys', { role: 'operator' })).status).toBe(403)
    const { id } = (await native.operator('POST', '/v1/keys', { role: 'operator' })).body
    const cap = { limit: '0', unit: 'credits', period: 'day' }
    for (const one of [id, 'key_none'])
      expect(await admin('PUT', `/v1/accounts/team_acme/caps/key/${one}`, cap)).toMatchObject({
        status: 404,
        body: { code: 'key_not_found' },
      })
    const theirs = await admin('GET', '/v1/keys')
    expect(new Set(theirs.body.items.map(({ account }: { account: string }) => account))).toEqual(
      new Set(['team_acme']),
    )
  })

  test('a replay shows the secret to the same caller, and to no other', async () => {
    const key = { 'idempotency-key': 'make a key' }
    const first = await native.operator('POST', '/v1/keys', { account: 'team_acme' }, key)
    const again = await native.operator('POST', '/v1/keys', { account: 'team_acme' }, key)
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    const admin = await native.keyFor({ account: 'team_acme', role: 'admin' })
    const theirs = await admin('POST', '/v1/keys', { account: 'team_acme' }, key)
    expect(theirs.body).toMatchObject({ id: first.body.id, secret: null })
  })
})
