import { beforeAll, describe, expect, test } from 'vitest'
import { askCheck } from '../../src/core/reports/ask-check.ts'
import { CHECKS_KEPT, type Check, type CheckKind } from '../../src/core/reports/check.ts'
import { jobStatuses } from '../../src/core/reports/job.ts'
import { performChecks } from '../../src/core/reports/perform-checks.ts'
import { webhookBody } from '../../src/dialects/native/webhooks/webhook-body.ts'
import { everySeconds } from '../../src/worker/schedule.ts'
import { startWorker } from '../../src/worker/worker.ts'
import { openTill, type Till } from '../harness/till.ts'
import { until } from '../harness/until.ts'

let till: Till
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
})

const clock = { now: () => Date.now() }
const records = () => till.store.registry

const ask = (kind: CheckKind, now = Date.now()) =>
  askCheck(records(), { kind, since: null }, now, till.buying.ids)
const perform = (signal = new AbortController().signal) => performChecks(till.buying, clock, signal)
const now = async ({ id }: Check) => {
  const check = await records().check(id)
  if (!check) throw new Error(`the check ${id} is gone`)
  return check
}

describe('a check', () => {
  test('whose server died is called failed, and one that goes on is not', async () => {
    const check = await ask('verify')
    const begun = Promise.withResolvers<void>()
    const dies = Promise.withResolvers<void>()
    const dead = till.server()
    const working = dead.store.checks.next(Date.now(), async () => {
      begun.resolve()
      await dies.promise
    })
    await begun.promise
    await till.store.checks.failAbandoned(Date.now())
    expect(await now(check)).toMatchObject({ state: 'running', error: null })
    expect(await ask('verify')).toMatchObject({ id: check.id })
    dies.resolve()
    await working
    await till.store.checks.failAbandoned(Date.now())
    expect(await now(check)).toMatchObject({
      state: 'failed',
      holds: null,
      error: 'The server that did it died.',
    })
    // What it says after that is not heard.
    const found = { holds: true, counts: {}, books: [], findings: [], finding_count: 0 }
    await records().endCheck(check.id, { at: Date.now(), ...found })
    expect(await now(check)).toMatchObject({ state: 'failed', holds: null })
    expect((await ask('verify')).id).not.toBe(check.id)
    expect(await perform()).toBe(1)
  })

  test('is done by one server, and cut off where that stops', async () => {
    const check = await ask('verify')
    const stop = new AbortController()
    stop.abort()
    const [one, other] = await Promise.all([
      perform(stop.signal),
      performChecks(till.server(), clock, stop.signal),
    ])
    expect(one + other).toBeLessThanOrEqual(1)
    expect(await now(check)).toMatchObject({ state: 'failed', error: 'The server was stopped.' })
  })

  test('that fails says why', async () => {
    const check = await ask('reconcile')
    await till.fault({ kind: 'error', path: '/v1/charges', method: 'GET', times: 100 })
    await expect(perform()).rejects.toThrow()
    await till.noFaults()
    expect(await now(check)).toMatchObject({ state: 'failed', holds: null, error: expect.any(String) })
  })

  test('is kept with its kind’s newest', async () => {
    const began = Date.now()
    for (let i = 0; i < CHECKS_KEPT + 3; i += 1)
      await till.sql(
        `insert into checks (check_id, kind, state, since, created_at, ended_at, holds, counts, findings, finding_count)
         values ($1, 'reconcile', 'done', $2, $2, $2, true, '{}', '[]', 0)`,
        [till.buying.ids.mint('chk', began + i), new Date(began).toISOString()],
      )
    const { items: before } = await records().checks('verify', { limit: 200, after: null })
    await records().forgetChecks('reconcile', CHECKS_KEPT)
    const { items } = await records().checks('reconcile', { limit: 200, after: null })
    expect(items).toHaveLength(CHECKS_KEPT)
    expect(items[0]?.id).toBe(
      items
        .map(({ id }) => id)
        .sort()
        .at(-1),
    )
    expect((await records().checks('verify', { limit: 200, after: null })).items).toEqual(before)
  })
})

test('how often a job runs is read off the crontab', () => {
  const crontab = '\n* * * * * a ?id=a\n17 * * * * b ?id=b\n10 3 * * * c ?id=c\n* * * * * d ?id=d\n'
  expect(everySeconds(crontab, ['d'], 15)).toEqual({ a: 60, b: 3600, c: 86_400, d: 15 })
})

test('the jobs do the checks that wait, sum the days, and tell of their runs', async () => {
  const check = await ask('verify')
  const around = {
    meter: { ran() {}, failed() {} },
    told: { body: webhookBody, tried() {} },
    crowded: () => false,
  }
  const worker = await startWorker(till.pool, till.buying, clock, around)
  try {
    await records().callForChecks()
    await until('the check', async () => (await now(check)).state === 'done')
    const statuses = await until('the runs', async () => {
      const found = await jobStatuses(till.store, Date.now())
      return (
        ['perform_checks', 'sum_days'].every((name) => found.find(({ job }) => job === name)?.succeeded) &&
        found
      )
    })
    const status = (name: string) => statuses.find(({ job }) => job === name)
    expect(status('sum_days')).toMatchObject({ every_seconds: 60, error: null, took_ms: expect.any(Number) })
    expect(status('sum_days')?.lag_ms).toBeGreaterThanOrEqual(0)
    expect(status('verify')).toMatchObject({ every_seconds: 86_400, last_run_at: null, lag_ms: null })
    expect(status('settle_due')?.lag_ms).toBe(0)
  } finally {
    await worker.stop()
  }
})
