import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { firstStart } from '../../src/cli/first-start.ts'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { type Demo, demoIn, paste, printedCommands } from '../harness/demo.ts'
import { freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { rounds } from '../harness/rounds.ts'
import { runScrip, startServer, type TestServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { must, wireTo } from '../harness/wire.ts'
import { scrip } from './in-process.ts'

const buyGateway = { item: { type: 'credits', creditType: 'gateway', amount: 1 } }

/** The log and what is printed come by two ways, so that one says all of it may be a moment later. */
const greeted = ({ output }: TestServer) =>
  until('the greeting', () => {
    const whole = /Its credentials (are in|were made)/.test(output.stdout)
    return whole && (output.stdout.includes('curl') || output.stdout.includes('elsewhere')) && output.stdout
  })

/** The first `npx scrip` is run as it is printed; that takes a while, and the others would show nothing more by it. */
async function follow(command: string, { dataDir }: TestServer, isFirst: boolean): Promise<string> {
  const [, words] = /npx scrip (.*)$/.exec(command) ?? []
  if (words === undefined || isFirst) return paste(command)
  return (await scrip({ SCRIP_DATA_DIR: dataDir }, ...words.split(' '))).stdout
}

/** Every credential of a file opens what it is for, on a server that has the demo. */
async function expectAllOpen({ port }: TestServer, demo: Demo) {
  const credits = '/api/v1/billing/credits'
  const asked = [
    wireTo(port, demo.operator_key)('GET', `/v1/accounts/${demo.native.account_id}/balances`),
    wireTo(port, null)('GET', credits, undefined, { 'x-api-key': demo.neo.api_key }),
    wireTo(port, demo.neo.jwt)('GET', credits),
    wireTo(port, demo.hyperline.token)('GET', `/v1/customers/${demo.hyperline.customer_id}/credits`),
  ]
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const { vercel } = demo
  const refused = await wireTo(port, vercel.token)(
    'POST',
    `/v1/billing/buy?teamId=${vercel.team_id}&slug=${vercel.slug}`,
    buyGateway,
  )
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'missing_stripe_customer' } } })
}

describe('a first start with the local Stripe', () => {
  // One start after the other on the same data, each as the one before has left it.
  describe('seen from its beginning', () => {
    let url: string
    let server: TestServer
    let stdout: string
    let demo: Demo

    // A port that nobody else tries, so that the restart finds it free.
    let env: NodeJS.ProcessEnv
    beforeAll(async () => {
      url = (await freshDatabase()).url
      env = { SCRIP_SANDBOX_PORT: String(await freePort()) }
      server = await startServer({ database: url, env, keep: true })
      stdout = await greeted(server)
      demo = demoIn(server.dataDir)
      return async () => void (await server.kill())
    })

    test('keeps what is needed to call, for its own user only; nobody has a card yet', async () => {
      const file = join(server.dataDir, 'credentials.json')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(demo).toEqual({
        base_url: server.baseUrl,
        sandbox_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        operator_key: expect.stringMatching(/^sk_/),
        native: { account_id: 'demo', credit_type: 'credits' },
        neo: {
          api_key: expect.stringMatching(/^neo_sk_.{32}$/),
          jwt: expect.stringMatching(/^ey/),
          account_id: 'neo_demo',
        },
        vercel: { token: expect.stringMatching(/^\S{24,}$/), team_id: 'team_demo', slug: 'vercel-demo' },
        hyperline: {
          token: expect.stringMatching(/^test_/),
          customer_id: 'cus_demo',
          product_id: 'itm_demo',
          bundle_price_id: expect.stringMatching(/^pri_/),
          pack_size: 100,
        },
      })
      await expectAllOpen(server, demo)
      const operator = wireTo(server.port, demo.operator_key)
      for (const account of ['neo_demo', 'team_demo', 'cus_demo'])
        expect((await must(operator('GET', `/v1/accounts/${account}/payment-methods`))).items).toEqual([])
      expect((await must(operator('GET', '/v1/credit-types/neo'))).unit_price).toBe('5')
    })

    test('says that no money moves, and prints calls that buy credits in every face', async () => {
      expect(stdout).toContain(`sells through a local Stripe, and no money moves: ${demo.sandbox_url}`)
      const secrets = [
        demo.operator_key,
        demo.neo.api_key,
        demo.neo.jwt,
        demo.vercel.token,
        demo.hyperline.token,
      ]
      for (const secret of secrets) expect(stdout).not.toContain(secret)

      const answers: string[] = []
      let npx = 0
      for (const command of printedCommands(stdout)) {
        npx += Number(command.includes('npx'))
        answers.push(await follow(command, server, npx === 1))
      }
      expect(answers.map((answer) => (answer.startsWith('{') ? JSON.parse(answer) : answer))).toEqual([
        expect.objectContaining({ amount: '1.5' }),
        {
          items: [expect.objectContaining({ credit_type: 'credits', available: '998.5' })],
          next_cursor: null,
        },
        expect.objectContaining({ action: 'estimate', amount_display: '$500.00', has_payment_method: false }),
        expect.stringMatching(/^neo_demo pays with the visa that ends in 4242 /),
        expect.objectContaining({ action: 'charged', credits: 100 }),
        expect.objectContaining({ action: 'charged', status: 'active', amount_display: '$1,100.00' }),
        expect.stringMatching(/^team_demo pays with /),
        { purchaseIntent: expect.objectContaining({ status: 'succeeded', total: '10.00' }) },
        expect.stringMatching(/^cus_demo pays with /),
        { invoice_id: expect.stringMatching(/^inv_/), new_credit_balance: 100 },
      ])
      const operator = wireTo(server.port, demo.operator_key)
      for (const [account, type, available] of [
        ['neo_demo', 'neo', '350'],
        ['team_demo', 'gateway', '10'],
        ['cus_demo', 'itm_demo', '100'],
      ])
        expect(await must(operator('GET', `/v1/accounts/${account}/balances/${type}`))).toMatchObject({
          available,
        })
    })

    test('happens once: a restart finds its state, and brings back nothing that was taken away', async () => {
      const first = server
      const operator = wireTo(first.port, demo.operator_key)
      const { items: keys } = await must(operator('GET', '/v1/keys'))
      const vercelKey = keys.find((key: { dialect: string }) => key.dialect === 'vercel')
      await must(operator('POST', `/v1/keys/${vercelKey.id}/revoke`))
      expect(await first.kill()).toEqual({ code: 0, signal: null })
      await expect(fetch(`${demo.sandbox_url}/_sandbox`)).rejects.toThrow()

      server = await startServer({ database: url, dataDir: first.dataDir, port: first.port, env, keep: true })
      const again = demoIn(first.dataDir)
      expect(again).toEqual({ ...demo, neo: { ...demo.neo, jwt: again.neo.jwt } })
      const buy = await wireTo(server.port, demo.vercel.token)('POST', '/v1/billing/buy', buyGateway)
      expect(buy.status).toBe(401)
      const { product_id, bundle_price_id } = demo.hyperline
      const sold = await wireTo(server.port, demo.hyperline.token)(
        'POST',
        `/v1/customers/cus_demo/credits/${product_id}/purchase`,
        { credit_count: 100, price_id: bundle_price_id },
      )
      expect(sold.status).toBe(201)
      const old = await wireTo(server.port, demo.neo.jwt)('GET', '/api/v1/billing/credits')
      expect(old.status).toBe(200)
    })
  })

  test('killed anywhere, it is finished by the next one, with the same keys', async () => {
    for (const wait_ms of rounds([0, 60, 120, 250], [60])) {
      const { url } = await freshDatabase()
      const dataDir = freshDirectory('data')
      const file = join(dataDir, 'credentials.json')
      const env = { DATABASE_URL: url, SCRIP_DATA_DIR: dataDir, PORT: String(await freePort()) }
      const cut = runScrip(['serve'], env)
      while (!existsSync(file)) await sleep(2)
      const written = demoIn(dataDir)
      await sleep(wait_ms)
      await cut.kill('SIGKILL')

      const server = await startServer({ database: url, dataDir })
      const demo = demoIn(dataDir)
      expect(demo).toMatchObject({ operator_key: written.operator_key, vercel: written.vercel })
      await expectAllOpen(server, demo)
      await server.kill()
    }
  })

  test('of several at once on a new database, one furnishes it', async () => {
    const { url, server: connection } = await freshDatabase()
    const sandbox_url = `http://127.0.0.1:${await freePort()}`
    const start = async (dataDir: string) => {
      const first = { connection, dataDir, base_url: 'http://127.0.0.1:8', sandbox_url, tokens: {} }
      return { dataDir, ...(await firstStart(first)) }
    }
    const begun = await Promise.all(Array.from({ length: 4 }, () => start(freshDirectory('data'))))
    const furnished = begun.filter(({ credentials }) => credentials !== null)
    expect(furnished).toHaveLength(1)
    const files = begun.filter(({ dataDir }) => existsSync(join(dataDir, 'credentials.json')))
    expect(files).toEqual(furnished)
    const dataDir = furnished[0]?.dataDir ?? ''
    const server = await startServer({ database: url, dataDir })
    await expectAllOpen(server, demoIn(dataDir))
    const other = await startServer({ database: url })
    expect(await greeted(other)).toContain('Its credentials were made elsewhere')
  })

  test('cut off just before it was done, it is done again without a trace', async () => {
    const { url, owner, server: connection } = await freshDatabase()
    const dataDir = freshDirectory('data')
    const sandbox_url = `http://127.0.0.1:${await freePort()}`
    await firstStart({ connection, dataDir, base_url: 'http://127.0.0.1:8', sandbox_url, tokens: {} })
    const { operator_key, vercel } = demoIn(dataDir)
    await sqlAt(owner, "delete from marks where name = 'demo_furnished'")
    const next = await startServer({ database: url, dataDir })
    const demo = demoIn(dataDir)
    expect(demo).toMatchObject({ operator_key, vercel })
    await expectAllOpen(next, demo)
    const operator = wireTo(next.port, demo.operator_key)
    const { items } = await must(operator('GET', '/v1/accounts/demo/grants'))
    expect(items).toHaveLength(1)
  })
})

describe('with a real Stripe', () => {
  test('there is no sandbox and no demo; taken away again, the demo is completed', async () => {
    const { url } = await freshDatabase()
    const real = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
    const server = await startServer({
      database: url,
      env: { ...real, STRIPE_API_URL: 'http://127.0.0.1:9' },
    })
    const stdout = await greeted(server)
    expect(stdout).not.toMatch(/local Stripe|demo/)
    expect(existsSync(join(server.dataDir, 'sandbox'))).toBe(false)
    const bare = demoIn(server.dataDir)
    expect(Object.keys(bare)).toEqual(['base_url', 'operator_key'])
    const operator = wireTo(server.port, bare.operator_key)
    expect((await must(operator('GET', '/v1/accounts'))).items).toEqual([])
    const [listed] = printedCommands(stdout)
    expect(JSON.parse(await paste(listed ?? ''))).toEqual({ items: [], next_cursor: null })
    await server.kill()

    const next = await startServer({ database: url, dataDir: server.dataDir })
    const demo = demoIn(server.dataDir)
    expect(demo.operator_key).toBe(bare.operator_key)
    await expectAllOpen(next, demo)
  })
})

test('a database whose keys are somebody else’s is not furnished', async () => {
  const { url, server: connection } = await freshDatabase()
  const elsewhere = { dataDir: freshDirectory('data'), base_url: 'http://127.0.0.1:8' }
  await firstStart({ connection, ...elsewhere, sandbox_url: 'http://127.0.0.1:9', tokens: {} })
  const dataDir = freshDirectory('data')
  const strange = { base_url: 'http://127.0.0.1:1', operator_key: 'sk_of_another_database' }
  writeFileSync(join(dataDir, 'credentials.json'), JSON.stringify(strange))
  const server = await startServer({ database: url, dataDir })
  const { base_url, operator_key, ...rest } = demoIn(dataDir)
  expect([base_url, operator_key]).toEqual([server.baseUrl, strange.operator_key])
  expect(Object.keys(rest)).toEqual(['sandbox_url'])
  expect(existsSync(join(dataDir, 'jwt-secret'))).toBe(false)
})

describe('tokens', () => {
  test('a secret that is set signs the demo’s, and one that somebody else signs is not made', async () => {
    const { url } = await freshDatabase()
    const secret = 'a secret of thirty-two characters or more'
    const server = await startServer({ database: url, env: { SCRIP_JWT_SECRET: secret } })
    const { neo } = demoIn(server.dataDir)
    expect((await wireTo(server.port, neo.jwt)('GET', '/api/v1/billing/credits')).status).toBe(200)
    expect(existsSync(join(server.dataDir, 'jwt-secret'))).toBe(false)
    await server.kill()
    rmSync(join(server.dataDir, 'sandbox'), { recursive: true })

    const env = { SCRIP_JWKS_URL: 'http://127.0.0.1:9/keys' }
    const next = await startServer({ database: url, dataDir: server.dataDir, env })
    expect(demoIn(next.dataDir).neo).toEqual({ ...neo, jwt: null })
    expect(readFileSync(join(next.dataDir, 'credentials.json'), 'utf8')).toContain('"jwt": null')
  })
})
