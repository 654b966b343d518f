import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../harness/database.ts'
import { demoIn, paste } from '../harness/demo.ts'
import { freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { childrenOf } from '../harness/processes.ts'
import { runScrip, startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { must, wireTo } from '../harness/wire.ts'

test('several processes share one, whose events reach them, and SIGTERM ends all of it', async () => {
  const { url } = await freshDatabase()
  const server = await startServer({ database: url, processes: 2 })
  expect(childrenOf(server.child.pid ?? 0)).toHaveLength(2)
  const { sandbox_url, operator_key, neo } = demoIn(server.dataDir)
  await paste(`SCRIP_DATA_DIR=${server.dataDir} npx scrip demo card neo_demo`)
  const buyer = wireTo(server.port, neo.jwt, { fresh: true })
  const purchase = { action: 'purchase', credits: 100 }
  for (let i = 0; i < 4; i += 1)
    expect(await must(buyer('POST', '/api/v1/billing/purchase', purchase))).toMatchObject({
      action: 'charged',
    })
  const operator = wireTo(server.port, operator_key)
  const { available } = await must(operator('GET', '/v1/accounts/neo_demo/balances/neo'))
  expect(available).toBe('400')
  await until('every event to be taken', async () => {
    const { data } = (await (await fetch(`${sandbox_url}/_sandbox/deliveries`)).json()) as Deliveries
    return (
      data.length > 4 && data.every(({ state, last_status }) => state === 'delivered' && last_status === 200)
    )
  })

  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(server.output.stderr).toBe('')
  await expect(fetch(`${sandbox_url}/_sandbox`)).rejects.toThrow()
})

type Deliveries = { data: { state: string; last_status: number | null }[] }

test('listens on the port that is set, on the one it had before, or on another free one', async () => {
  const { url } = await freshDatabase()
  const port = await freePort()
  const env = { SCRIP_SANDBOX_PORT: String(port) }
  const set = await startServer({ database: url, env })
  expect(demoIn(set.dataDir).sandbox_url).toBe(`http://127.0.0.1:${port}`)
  await set.kill()
  const same = await startServer({ database: url, dataDir: set.dataDir })
  expect(demoIn(set.dataDir).sandbox_url).toBe(`http://127.0.0.1:${port}`)
  await same.kill()

  const block = createServer()
  await new Promise<void>((resolve) => block.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void block.close())
  const other = await startServer({ database: url, dataDir: set.dataDir })
  const { sandbox_url } = demoIn(set.dataDir)
  expect(sandbox_url).not.toBe(`http://127.0.0.1:${port}`)
  expect((await fetch(`${sandbox_url}/_sandbox/clock`)).status).toBe(200)
  await other.kill()
  const refused = runScrip(['serve'], {
    ...env,
    DATABASE_URL: url,
    SCRIP_DATA_DIR: freshDirectory(),
    PORT: String(await freePort()),
  })
  expect(await refused.exited).toEqual({ code: 1, signal: null })
  expect(refused.output.stderr).toMatch(
    /^Port \d+, for the local Stripe, is in use .*SCRIP_SANDBOX_PORT.*\n$/,
  )
})

test('belongs to one server at a time', async () => {
  const { url } = await freshDatabase()
  const { dataDir } = await startServer({ database: url })
  const env = { DATABASE_URL: url, SCRIP_DATA_DIR: dataDir, PORT: String(await freePort()) }
  const second = runScrip(['serve'], env)
  expect(await second.exited).toEqual({ code: 1, signal: null })
  expect(second.output.stderr).toMatch(/^Another Scrip .* SCRIP_DATA_DIR to another directory\.\n$/)
})
