import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { freshCluster } from '../harness/directory.ts'
import { childrenOf, postmasterOf } from '../harness/processes.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { operatorKey, wireTo } from '../harness/wire.ts'

/** Prometheus gives up after ten seconds. On a busy machine everything takes longer. */
const TOLD_WITHIN_MS = rounds(4_000, 6_000)
const SCRAPES = 4
/** For so long what was read before may be told. */
const REMEMBERED_MS = 1_100

/** A PostgreSQL whose processes are all stopped takes connections, and says nothing on any. */
function signalAll(postmaster: number, signal: 'SIGSTOP' | 'SIGCONT') {
  for (const pid of [postmaster, ...childrenOf(postmaster)]) process.kill(pid, signal)
}

const lagged = /^scrip_job_lag_seconds\{job="deliver"\} \d/m

test.each([1, 2])(
  'the metrics are told while PostgreSQL is stopped, of %i',
  { timeout: minutes(2, 1) },
  async (processes) => {
    const server = await startServer({ dataDir: freshCluster(), processes })
    const scrape = async () => {
      const from = performance.now()
      const response = await fetch(`${server.baseUrl}/metrics`)
      return { text: await response.text(), status: response.status, milliseconds: performance.now() - from }
    }
    const counted = async () =>
      (await scrape()).text.match(/^scrip_refusals_total\{.*"account_not_found"\} (\d+)/m)?.[1]
    const operator = wireTo(server.port, operatorKey(server.dataDir))
    for (let n = 0; n < 6; n += 1) await operator('GET', '/v1/accounts/gone')
    expect(await counted()).toBe('6')
    await until('the lags', async () => lagged.test((await scrape()).text))

    const postmaster = postmasterOf(server.dataDir)
    signalAll(postmaster, 'SIGSTOP')
    onTestFinished(() => signalAll(postmaster, 'SIGCONT'))
    await sleep(REMEMBERED_MS)
    for (let n = 0; n < SCRAPES; n += 1) {
      const { text, status, milliseconds } = await scrape()
      expect(status).toBe(200)
      expect(milliseconds).toBeLessThan(TOLD_WITHIN_MS)
      // Of all processes, and nothing made up of what nobody can say.
      expect(text).toMatch(/^scrip_refusals_total\{.*"account_not_found"\} 6$/m)
      expect(text).toMatch(/^scrip_http_request_duration_seconds_count\{/m)
      expect(text).not.toMatch(/^scrip_job_lag_seconds\{/m)
    }
    signalAll(postmaster, 'SIGCONT')
    await until('the lags again', async () => lagged.test((await scrape()).text))
  },
)
