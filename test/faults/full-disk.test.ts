import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { attachEmbedded } from '../../src/store/embedded/attach.ts'
import { audit, sqlAt } from '../harness/audit.ts'
import { freshCluster } from '../harness/directory.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { poll } from '../harness/poll.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { smallDisk } from '../harness/small-disk.ts'
import { furnish, operatorKey, wireTo } from '../harness/wire.ts'

const FULL_MS = rounds(10_000, 2_000)
const BACK_WITHIN_MS = 60_000
/** On a busy machine everything takes longer. */
const TOLD_WITHIN_MS = rounds(6_000, 25_000)
const accounts = ['a', 'b', 'c']

const giveAway = `
  do $$
  begin
    for i in 1..400 loop
      perform pg_logical_emit_message(false, 'full', 'disk');
      perform pg_switch_wal();
    end loop;
  end
  $$`

test.each([
  ['its tables can not grow', 'tables'],
  ['it can not write ahead, and ends', 'log'],
] as const)("the database's disk is full: %s", { timeout: minutes(3, 1.5) }, async (_, what) => {
  const disk = smallDisk(320)
  if (!disk) {
    console.warn('skipped: no disk can be mounted here, which takes root and the right to mount')
    return
  }
  const server = await startServer({ dataDir: freshCluster(join(disk.directory, 'data')) })
  const key = operatorKey(server.dataDir)
  const operator = wireTo(server.port, key)
  await furnish(operator, { accounts, credit_type: 'burned', amount: 1_000_000 })
  const owner = await attachEmbedded(server.dataDir)
  if (!owner) throw new Error('PostgreSQL does not run')

  const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 16, ports: [server.port] })
  await load.succeeds(200)
  const health = poll(() => operator('GET', '/healthz'))
  disk.fill()
  const isRefused = ({ status }: { status: number }) => status === 503
  if (what === 'tables') await load.sees(isRefused, 60_000)
  else {
    // The segments of the log that are there are given away, so that the next commit needs a new one.
    await sqlAt(owner, giveAway).catch(() => [])
    await load.sees(isRefused, 60_000)
  }
  await sleep(FULL_MS)
  const wrong = load.attempts.filter(
    ({ status, retry_after }) => status !== 201 && (status !== 503 || !retry_after),
  )
  expect(wrong).toEqual([])

  expect(server.output.stdout).toContain('No space left on device')
  if (what === 'log') expect(server.output.stdout).toContain('ended unexpectedly')
  disk.free()
  const freed = performance.now()
  await load.sees(({ status, at }) => status === 201 && at > freed + 100, BACK_WITHIN_MS)
  await load.succeeds(100)
  await load.stop()
  await health.stop()
  expect(Math.max(...load.attempts.map(({ milliseconds }) => milliseconds))).toBeLessThan(TOLD_WITHIN_MS)
  expect(health.answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(load.debits.filter(({ id }) => id === null)).toEqual([])
  await audit(owner, load)
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})
