import { describe, expect, test } from 'vitest'
import { startSandbox } from '../../sandbox/start.ts'
import { addresses } from '../../src/cli/doctor/addresses.ts'
import type { Examination, Health } from '../../src/cli/doctor/finding.ts'
import { stripeKeys } from '../../src/cli/doctor/stripe-keys.ts'
import { stripeReached } from '../../src/cli/doctor/stripe-reached.ts'
import { freshDirectory } from '../harness/directory.ts'
import { look } from './look.ts'

describe('of settings the doctor says:', () => {
  const live = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const shop = 'https://shop.example.com'
  test.each<[string, Examination, NodeJS.ProcessEnv, Health, RegExp]>([
    ['a live key and nowhere to reach', addresses, live, 'wrong', /not set/],
    [
      'a live key on localhost',
      addresses,
      { ...live, SCRIP_PUBLIC_URL: 'http://localhost:8080' },
      'wrong',
      /no buyer/,
    ],
    [
      'a live key without https',
      addresses,
      { ...live, SCRIP_PUBLIC_URL: 'http://shop.example.com' },
      'wrong',
      /read along/,
    ],
    ['buyers sent anywhere', addresses, { ...live, SCRIP_PUBLIC_URL: shop }, 'warn', /sent anywhere/],
    ['test cards for everybody', addresses, { HOST: '0.0.0.0' }, 'warn', /test cards/],
    ['nothing set', addresses, {}, 'ok', /fits together/],
    ['a shop without money', stripeKeys, { SCRIP_PUBLIC_URL: shop }, 'warn', /pay nothing/],
    [
      'a live key sent elsewhere',
      stripeKeys,
      { ...live, STRIPE_API_URL: 'http://x.test' },
      'wrong',
      /sent there/,
    ],
    [
      'a test key in a shop',
      stripeKeys,
      { ...live, STRIPE_SECRET_KEY: 'sk_test_1', SCRIP_PUBLIC_URL: shop },
      'warn',
      /test key/,
    ],
    ['a key of neither kind', stripeKeys, { ...live, STRIPE_SECRET_KEY: 'sk_1' }, 'wrong', /neither/],
    ['a live key', stripeKeys, live, 'ok', /real money/],
  ])('%s', async (_, examination, env, health, what) => {
    const found = await look(examination, env)
    expect(found).toMatch(what)
    expect(found.startsWith(`${health}: `), found).toBe(true)
    expect(found).not.toMatch(/live_1|test_1/)
  })
})

test('of Stripe the doctor says what its key may not read', async () => {
  const { close, secretKey, url } = await startSandbox({ port: 0, dataDir: freshDirectory('doctor') })
  const forbid = (path: string, status = 403) =>
    fetch(`${url}/_sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'error', status, path }),
    })
  const env = { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: 'whsec_1', STRIPE_API_URL: url }
  try {
    expect(await look(stripeReached, env)).toMatch(/^ok: .*lets it read/)
    for (const path of ['/v1/invoiceitems', '/v1/payment_methods/*', '/v1/disputes']) await forbid(path)
    expect(await look(stripeReached, env)).toMatch(
      /^wrong: The key may not read payment methods, invoice items, disputes\./,
    )
    await forbid('/v1/charges', 401)
    expect(await look(stripeReached, env)).toMatch(/^wrong: It does not know the key\./)
    await forbid('/v1/charges', 500)
    expect(await look(stripeReached, env)).toMatch(/^wrong: It does not answer/)
  } finally {
    await close()
  }
})
