import { expect, test } from 'vitest'
import { isRefusal } from '../../src/core/refusal.ts'
import { openStore } from '../../src/store/store.ts'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { debitOf, grantOf } from '../harness/commands.ts'
import { freshDatabase } from '../harness/database.ts'
import { startServer } from '../harness/server.ts'
import { furnish, operatorKey, wireTo } from '../harness/wire.ts'

const accounts = Array.from({ length: 64 }, (_, i) => `acc${i}`)
const guilty = 'acc23'

/** The database refuses every debit of one account for a reason that the domain knows nothing of. */
const forbid = `alter table entries add constraint guilty check (account_id <> '${guilty}' or kind <> 'debit')`

test('one command that the database refuses fails alone, and its neighbours in the batch succeed', async () => {
  const database = await freshDatabase()
  const sizes: number[] = []
  const meter = { batch: (size: number) => void sizes.push(size), queued() {}, failed() {} }
  const store = openStore({ connection: database.server, lanes: 1, meter })
  try {
    for (const account of accounts)
      await sqlAt(database.owner, `insert into accounts values ($1, 'team', 'Acc', null, '2026-01-01')`, [
        account,
      ])
    await sqlAt(
      database.owner,
      `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy":"never"}', '2026-01-01')`,
    )
    const now = Date.now()
    await store.ledger.submitAll(
      accounts.map((account) => grantOf(account, 10)),
      now,
    )
    await sqlAt(database.owner, forbid)
    sizes.length = 0
    const outcomes = await Promise.allSettled(
      accounts.map((account) => store.ledger.submit(debitOf(account, 3), now)),
    )
    outcomes.forEach((outcome, i) => {
      if (accounts[i] === guilty) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '23514', constraint: 'guilty' } })
      } else expect(outcome.status === 'fulfilled' && !isRefusal(outcome.value.answer)).toBe(true)
    })
    await sqlAt(database.owner, 'alter table entries drop constraint guilty')
    const { answer } = await store.ledger.submit(debitOf(guilty, 3), now)
    // They were one batch, so it was split.
    expect(sizes[0]).toBe(accounts.length)
    expect(isRefusal(answer)).toBe(false)
    await auditLedger(database.owner)
  } finally {
    await store.close()
  }
})

test('over HTTP it is a 500 without a word of the database, and the others are answered', async () => {
  const database = await freshDatabase()
  const server = await startServer({ database: database.url })
  const wire = wireTo(server.port, operatorKey(server.dataDir))
  await furnish(wire, { accounts, credit_type: 'burned', amount: 10 })
  await sqlAt(database.owner, forbid)
  const answers = await Promise.all(
    accounts.map((account) =>
      wire('POST', `/v1/accounts/${account}/debits`, { credit_type: 'burned', amount: 3 }),
    ),
  )
  answers.forEach(({ status, body }, i) => {
    expect([accounts[i], status]).toEqual([accounts[i], accounts[i] === guilty ? 500 : 201])
    if (status === 500) expect(JSON.stringify(body)).not.toMatch(/constraint|entries|guilty|23514/)
  })
  await auditLedger(database.owner)
})
