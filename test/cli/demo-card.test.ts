import { expect, test } from 'vitest'
import { freshDatabase } from '../harness/database.ts'
import { demoIn } from '../harness/demo.ts'
import { freshDirectory } from '../harness/directory.ts'
import { startServer } from '../harness/server.ts'
import { must, wireTo } from '../harness/wire.ts'
import { scrip } from './in-process.ts'

const demoCard = (dataDir: string, ...args: string[]) =>
  scrip({ SCRIP_DATA_DIR: dataDir }, 'demo', 'card', ...args)

test('scrip demo card saves a test card, makes it the default, and says what is wrong with others', async () => {
  const { url } = await freshDatabase()
  const env = { SCRIP_REDIRECT_ORIGINS: 'https://app.example' }
  const { dataDir, port, kill } = await startServer({ database: url, env })
  const { operator_key, vercel } = demoIn(dataDir)
  const operator = wireTo(port, operator_key)
  await must(operator('POST', '/v1/accounts', { id: 'acme', kind: 'team', name: 'Acme' }))
  const cards = async () => (await must(operator('GET', '/v1/accounts/acme/payment-methods'))).items

  expect(await demoCard(dataDir, 'acme')).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^acme pays with the visa that ends in 4242 \(pm_\w+\) from now on\n$/),
    stderr: '',
  })
  expect(await cards()).toMatchObject([{ brand: 'visa', last4: '4242', is_default: true }])
  // One that was chosen makes way for the new one.
  const [visa] = await cards()
  await must(operator('PUT', `/v1/accounts/acme/payment-methods/${visa.id}/default`))
  expect(await demoCard(dataDir, 'acme', '--number', '5555 5555 5555 4444')).toMatchObject({ code: 0 })
  expect(await cards()).toMatchObject([
    { brand: 'mastercard', is_default: true },
    { brand: 'visa', is_default: false },
  ])

  for (const [code, args, line] of [
    [1, ['nobody'], /^There is no account nobody\.\n$/],
    [1, ['acme', '--number', '4000000000000002'], /^The card was not saved: Your card was declined\.\n$/],
    [
      1,
      ['acme', '--number', '4242424242424241'],
      /^The card was not saved: Your card number is incorrect\.\n$/,
    ],
    [2, ['acme', '--number', 'visa'], /^--number is "visa"; accepted is a test card's number\.\n$/],
    [2, [], /^demo card needs ACCOUNT; see "scrip help demo card"\.\n$/],
  ] as const)
    expect(await demoCard(dataDir, ...args)).toEqual({
      code,
      stdout: '',
      stderr: expect.stringMatching(line),
    })
  expect(await cards()).toHaveLength(2)

  // Saved, and declined when it is charged.
  expect(await demoCard(dataDir, 'team_demo', '--number', '4000000000000341')).toMatchObject({ code: 0 })
  const item = { type: 'credits', creditType: 'gateway', amount: 1 }
  expect(await wireTo(port, vercel.token)('POST', '/v1/billing/buy', { item })).toMatchObject({
    status: 402,
    body: { error: { code: 'payment_failed' } },
  })

  await kill()
  expect(await demoCard(dataDir, 'acme')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^No server answers at http:\/\/127\.0\.0\.1:\d+; start it first\.\n$/),
  })
})

test('scrip demo card says so where there is no local Stripe', async () => {
  expect(await demoCard(freshDirectory(), 'acme')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^There is no .*credentials\.json; start the server first/),
  })
  const { url } = await freshDatabase()
  const env = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const { dataDir } = await startServer({ database: url, env })
  expect(await demoCard(dataDir, 'acme')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The server sells through the real Stripe/),
  })
})
