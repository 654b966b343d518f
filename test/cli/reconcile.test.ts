import { beforeAll, describe, expect, test } from 'vitest'
import { openTill, type Till } from '../harness/till.ts'
import { scrip as run, watched } from './in-process.ts'

let till: Till
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
})

const env = () => ({
  DATABASE_URL: till.database.url,
  STRIPE_SECRET_KEY: till.sandbox.secretKey,
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
  STRIPE_API_URL: till.sandbox.url,
})
const scrip = (...args: string[]) => run(env(), ...args)

describe('scrip reconcile', () => {
  test('puts right what was paid and not granted, and says so', async () => {
    await till.account('paid')
    const { purchase } = await till.buys('paid')
    await till.pay(purchase.facts.page_url)
    const { code, stdout, stderr } = await watched(env(), 'reconcile')
    // Half of the way are the payments.
    expect(stderr).toContain(`${'█'.repeat(15)}${'░'.repeat(15)} 50 %\r`)
    expect(stdout).toMatch(/^Compared 1 payments and 1 purchases since \d{4}-/)
    expect(stdout).toContain(`put right: paid_not_granted: paid ${purchase.id} 25.00 usd were paid by pi_`)
    expect([code, stdout.endsWith('Everything agrees.\n')]).toEqual([0, true])
    expect(await till.available('paid')).toBe(25n)
  })

  test('names what it can not put right, and verify names it, too', async () => {
    await till.sql(`update purchases set price_minor = 2400 where account_id = 'paid'`)
    const { code, stdout } = await scrip('reconcile', '--since', '1h', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      compared: { payments: 1, purchases: 1 },
      healed: [],
      differences: [{ kind: 'amount_differs', account: 'paid' }],
    })
    await till.sql(
      `update purchases set updated_at = updated_at - interval '1 hour' where account_id = 'paid'`,
    )
    const verified = await scrip('verify')
    expect(verified.code).toBe(1)
    expect(verified.stdout).toContain('1 differences:\namount_differs: paid pur_')
    expect(verified.stdout).not.toContain('Everything holds.')
  })

  test('says what is wrong with its options, and where Stripe does not answer', async () => {
    expect(await scrip('reconcile', '--since', 'ever')).toMatchObject({
      code: 2,
      stderr: '--since is "ever"; accepted are hours, days or weeks, as in 12h, 7d or 4w.\n',
    })
    await till.fault({ kind: 'error', path: '/v1/charges', method: 'GET', times: 100 })
    const { code, stderr } = await scrip('reconcile')
    expect([code, stderr.split('\n').length]).toEqual([3, 2])
    const verified = await scrip('verify')
    expect(verified.stdout).toContain('Not compared with Stripe: ')
    expect(verified.code).toBe(1)
    await till.noFaults()
  })
})
