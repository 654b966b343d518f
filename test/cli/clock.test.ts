import { expect, test } from 'vitest'
import { Scrip, ScripUnreachable } from '../../sdk/src/index.ts'
import { reportAdvanced, reportClock } from '../../src/cli/clock-report.ts'
import { durationOf, tellOfLength } from '../../src/cli/commands/clock.ts'
import { complaintAsJson } from '../../src/cli/complaint.ts'
import { whileWatched } from '../../src/cli/watch-clock.ts'
import { freshDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { startServer } from '../harness/server.ts'
import { must, operatorKey, wireTo } from '../harness/wire.ts'
import { scrip } from './in-process.ts'

const HOUR = 3_600_000

const clock = (dataDir: string, ...args: string[]) => scrip({ SCRIP_DATA_DIR: dataDir }, 'clock', ...args)

test('scrip clock puts a clock forward and tells what happened, a line each', async () => {
  const { url } = await freshDatabase()
  const { dataDir, port, baseUrl, kill } = await startServer({ database: url })
  const operator = wireTo(port, operatorKey(dataDir))
  await must(operator('POST', '/v1/accounts', { id: 'acme', kind: 'team', name: 'Acme' }))
  const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()
  const [later, sooner] = [at(48), at(24)]
  for (const [amount, expires_at] of [
    ['7.5', later],
    ['2', sooner],
  ])
    await must(operator('POST', '/v1/accounts/acme/grants', { credit_type: 'credits', amount, expires_at }))

  expect(await clock(dataDir, 'show', 'acme')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^The clock of acme shows \S+Z, which is the real time\.\n$/),
  })
  const { code, stdout, stderr } = await clock(dataDir, 'advance', 'acme', '3d')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout.split('\n')).toEqual([
    `${sooner}  expiry  2 credits`,
    `${later}  expiry  7.5 credits`,
    expect.stringMatching(/^The clock of acme shows \S+Z, 3 d 0 h ahead of the real one\.$/),
    '',
  ])
  expect(await clock(dataDir, 'advance', 'acme', 'PT1H')).toMatchObject({
    stdout: expect.stringMatching(/^Nothing happened\.\nThe clock of acme shows \S+Z, 3 d 1 h ahead/),
  })
  const told = JSON.parse((await clock(dataDir, 'show', 'acme', '--json')).stdout)
  expect(told).toEqual({ account: 'acme', now: expect.any(String), ahead_ms: 73 * HOUR })

  for (const [code, args, line] of [
    [1, ['show', 'nobody'], /^There is no account nobody\.\n$/],
    [1, ['advance', 'acme', '11y'], /^A clock is put at most ten years ahead of the real one\.\n$/],
    [2, ['advance', 'acme', '3m'], /^The time to advance is "3m"; accepted are 1y, 3mo, .* or P3M\.\n$/],
    [2, ['advance', 'acme'], /^clock advance needs SPAN; see "scrip help clock advance"\.\n$/],
    [2, ['back', 'acme', '1d'], /^What to do with clock is one of: advance ACCOUNT SPAN, show ACCOUNT\.\n$/],
  ] as const)
    expect(await clock(dataDir, ...args)).toEqual({ code, stdout: '', stderr: expect.stringMatching(line) })

  // Somebody who watches sees how far it is.
  const client = new Scrip({ baseUrl, key: operatorKey(dataDir) })
  const parts: number[] = []
  const bar = { show: (done: number, of: number) => void parts.push(done / of), clear() {} }
  await whileWatched(client, 'acme', 'P1D', bar, async () => {
    await client.clock.advance('acme', { advance: 'P1D' })
    await expect.poll(() => parts.length).toBeGreaterThan(0)
  })
  expect(parts[0]).toBeGreaterThanOrEqual(1)

  await kill()
  expect(await clock(dataDir, 'show', 'acme')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^No server answers at http:\/\/127\.0\.0\.1:\d+; start it first\.\n$/),
  })
})

test('scrip clock says so where no server was ever started', async () => {
  expect(await clock(freshDirectory(), 'show', 'acme')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^There is no .*credentials\.json; start the server first/),
  })
})

test('a server that sells through the live Stripe puts no clock forward', async () => {
  const { url } = await freshDatabase()
  const env = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const { dataDir, port } = await startServer({ database: url, env })
  const operator = wireTo(port, operatorKey(dataDir))
  await must(operator('POST', '/v1/accounts', { id: 'acme', kind: 'team', name: 'Acme' }))
  expect(await clock(dataDir, 'advance', 'acme', '1d')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Real money moves here\./),
  })
})

test('a span is written as people do, or as ISO 8601 does', () => {
  const spans = ['1y', '3mo', '2w', '10d', '12h', '30min', 'P1M15D']
  expect(spans.map(durationOf)).toEqual(['P1Y', 'P3M', 'P2W', 'P10D', 'PT12H', 'PT30M', 'P1M15D'])
  for (const wrong of ['0d', '-1d', '3m', '3', 'd', '', '1.5d', 'P-1D', '99999d', '3 mo'])
    expect(() => durationOf(wrong), wrong).toThrow('accepted are')
})

test('a clock that takes longer than anybody waits is said to go on, with the key to ask with again', () => {
  const attempted = { operation: 'advance_clock', attempts: 1, idempotencyKey: 'k1', mayBeDone: true }
  const late = new ScripUnreachable('Late.', 'timeout', { ...attempted, wasSent: true })
  const said = () => {
    try {
      return tellOfLength(late)
    } catch (error) {
      return complaintAsJson(error)
    }
  }
  expect(said()).toMatchObject({
    error: {
      detail: expect.stringMatching(/^Late\. It goes on .*--once k1$/),
      idempotency_key: 'k1',
      exit: 3,
    },
  })
  const cut = new ScripUnreachable('Cut.', 'network', { ...attempted, wasSent: true })
  expect(() => tellOfLength(cut)).toThrow(cut)
})

test('a subscription’s line says what and how much; many seats are one line', () => {
  const at = '2026-02-28T12:00:00.000Z'
  const none = { credit_type: null, amount: null, entries: null, subscription: null, detail: null }
  const clockThen = { account: 'acme', now: at, ahead_ms: 90_000_000 }
  const detail = { month: 2, seats: 3 }
  expect(
    reportAdvanced({
      ...clockThen,
      happened: [
        { ...none, at, what: 'subscription', kind: 'renewed', subscription: 'sub_1', detail },
        { ...none, at, what: 'credits', kind: 'grant', credit_type: 'neo', amount: '300', entries: 3 },
      ],
    }),
  ).toEqual([
    `${at}  renewed  sub_1  month 2  seats 3`,
    `${at}  grant    300 neo (3 entries)`,
    reportClock(clockThen),
  ])
  expect(reportClock(clockThen)).toBe(`The clock of acme shows ${at}, 1 d 1 h ahead of the real one.`)
})
