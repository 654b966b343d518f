import { beforeAll, expect, test } from 'vitest'
import { webhookBody } from '../../src/dialects/native/webhooks/webhook-body.ts'
import { alone } from '../../src/worker/alone.ts'
import { startWorker } from '../../src/worker/worker.ts'
import { openTill, type Till } from '../harness/till.ts'
import { until } from '../harness/until.ts'

let till: Till
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
})

const clock = { now: () => Date.now() }
const told = { body: webhookBody, tried() {} }

test('the jobs find at once what a server that died left behind, and come again soon', async () => {
  await till.account('left')
  const { purchase } = await till.buys('left')
  await till.pay(purchase.facts.page_url)
  const ran: string[] = []
  const failed: unknown[] = []
  const meter = {
    ran: (job: string) => void ran.push(job),
    failed: (job: string, error: unknown) => void failed.push([job, error]),
  }
  const workers = [
    await startWorker(till.pool, till.buying, clock, { meter, told, crowded: () => false }),
    await startWorker(till.pool, till.server(), clock, { meter, told, crowded: () => false }),
  ]
  try {
    await until('the credits', async () => (await till.available('left')) === 25n)
    expect(ran).toContain('catch_up')
    const { rows } = await until('the next run', async () => {
      const waiting = await till.sql(
        `select key, run_at from graphile_worker._private_jobs where key in ('catch_up', 'check_payments')
         and locked_at is null and run_at > $1`,
        [new Date(Date.now() + 5_000).toISOString()],
      )
      return waiting.rowCount === 2 && waiting
    })
    for (const { run_at } of rows) expect(run_at - Date.now()).toBeLessThanOrEqual(15_000)
    expect(failed).toEqual([])
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
})

test('a job runs at one server at a time', async () => {
  const release = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const first = alone(till.pool, 'some job', async () => {
    begun.resolve()
    await release.promise
    return 1
  })
  await begun.promise
  expect(await alone(till.pool, 'some job', async () => 2)).toBe(null)
  expect(await alone(till.pool, 'another job', async () => 3)).toBe(3)
  release.resolve()
  expect(await first).toBe(1)
  expect(await alone(till.pool, 'some job', async () => 4)).toBe(4)
  await expect(alone(till.pool, 'some job', () => Promise.reject(new Error('it fails')))).rejects.toThrow(
    'it fails',
  )
  expect(await alone(till.pool, 'some job', async () => 5)).toBe(5)
})
