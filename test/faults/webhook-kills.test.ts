import { expect, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { startReceiver, verified } from '../harness/receiver.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { must } from '../harness/wire.ts'

test('what a server was killed over is told by the next one, and everything is told', async () => {
  const shop = await Shop.open()
  await shop.creditType('gateway')
  await shop.account('acme')
  await shop.card('acme')
  const receiver = await startReceiver()
  const made = await must(shop.operator('POST', '/v1/webhook-endpoints', { url: receiver.url }))
  const { id: endpoint, secret } = made
  // It has heard everything, and nobody is told so.
  receiver.answers(() => {})
  const bought = await must(shop.buy('acme', '25'))
  await receiver.heard(1)
  await shop.kill()
  receiver.answers(200)
  await shop.start()
  const { transitions } = await shop.purchase('acme', bought.id)
  const ids = transitions.map((_: unknown, i: number) => `evt_${bought.id}_${i + 1}`)
  expect(ids.length).toBeGreaterThanOrEqual(2)
  await until('everything', () => new Set(receiver.received.map(({ id }) => id)).size === ids.length)
  // The first of them twice, because nobody could know.
  expect(receiver.received.map(({ id }) => id)).toEqual([ids[0], ...ids])
  for (const received of receiver.received) expect(verified(secret, received)).toEqual(received.body)
  const kept = () =>
    sqlAt(
      shop.database.owner,
      'select event_id as id, state, attempts from webhook_deliveries order by number',
    )
  const taken = ids.map((id: string) => ({ id, state: 'delivered', attempts: 1 }))
  await until('the notes of it', async () => (await kept()).every(({ state }) => state === 'delivered'))
  expect(await kept()).toEqual(taken)
  const { body } = await shop.as(null)('GET', '/metrics')
  expect(JSON.stringify(body)).toMatch(/scrip_job_lag_seconds\{job=.{0,2}deliver.{0,2}\} 0/)
  expect(JSON.stringify(body)).toMatch(
    /scrip_webhook_attempt_duration_seconds_count\{outcome=.{0,2}delivered/,
  )

  // A server that stops finishes what is under way, and says what was not taken.
  receiver.answers(503)
  await must(shop.operator('POST', `/v1/webhook-endpoints/${endpoint}/test`))
  await receiver.heard(ids.length + 2)
  expect(await shop.server.kill('SIGTERM')).toMatchObject({ code: 0 })
  const line = shop.server.output.stdout.split('\n').find((text) => text.includes('a webhook was not taken'))
  expect(JSON.parse(line ?? '{}')).toMatchObject({ endpoint, status: 503, attempts: 1, state: 'waiting' })
})
