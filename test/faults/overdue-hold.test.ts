import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { furnish, must, operatorKey, wireTo } from '../harness/wire.ts'

test('holds whose end comes while the server is down are released when it comes back', async () => {
  const database = await freshDatabase()
  const down = await startServer({ database: database.url })
  const key = operatorKey(down.dataDir)
  const before = wireTo(down.port, key)
  await furnish(before, { accounts: ['touched', 'untouched'], credit_type: 'burned', amount: 100 })
  const reserve = (account: string) =>
    must(
      before('POST', `/v1/accounts/${account}/holds`, { credit_type: 'burned', amount: 30, ttl_seconds: 1 }),
    )
  const touched = await reserve('touched')
  const untouched = await reserve('untouched')
  expect(untouched.balance).toMatchObject({ available: '70', held: '30' })
  await down.kill('SIGKILL')
  await sleep(Date.parse(untouched.ends_at) - Date.now() + 1)

  const server = await startServer({ database: database.url })
  const wire = wireTo(server.port, key)
  // Right at once, whether or not any job has run.
  for (const account of ['touched', 'untouched'])
    expect(await must(wire('GET', `/v1/accounts/${account}/balances/burned`))).toMatchObject({
      available: '100',
      held: '0',
    })
  const late = await wire('POST', `/v1/accounts/touched/holds/${touched.id}/capture`)
  expect([late.status, late.body.code]).toEqual([409, 'hold_expired'])
  await must(wire('POST', '/v1/accounts/touched/debits', { credit_type: 'burned', amount: 100 }))

  // As the job's timetable does each minute: it posts the release that nobody asked for, dated to the hold's end.
  await sqlAt(database.owner, "select graphile_worker.add_job('settle_due')")
  const release = await until('the release', async () => {
    const [entry] = await sqlAt<{ at: Date; amount: string }>(
      database.owner,
      `select at, amount_micro::text as amount from entries
       where account_id = 'untouched' and kind = 'release'`,
    )
    return entry
  })
  expect(release).toEqual({ at: new Date(untouched.ends_at), amount: '30000000' })
  expect(await sqlAt(database.owner, 'select distinct status from holds')).toEqual([{ status: 'expired' }])
  await auditLedger(database.owner)
})
