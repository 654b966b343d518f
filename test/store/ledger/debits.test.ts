import { beforeAll, describe, expect, test } from 'vitest'
import type { DebitCommand, GrantCommand } from '../../../src/core/ledger/command.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'

const NOW = Date.UTC(2026, 0, 10)
let it: TestLedger
let count = 0

const grant = (amount: number, more: Partial<GrantCommand> = {}): GrantCommand => {
  const id = `grt_${++count}`
  return {
    kind: 'grant',
    account: 'acc',
    credit_type: 'neo',
    id,
    key: `cmd_${id}`,
    fingerprint: '',
    amount_micro: BigInt(amount) * 1_000_000n,
    source: 'manual',
    priority: 100,
    scope: UNSCOPED,
    starts_at: null,
    expires_at: null,
    metadata: null,
    ...more,
  }
}
const debit = (amount: number, more: Partial<DebitCommand> = {}): DebitCommand => {
  const id = `deb_${++count}`
  return {
    kind: 'debit',
    account: 'acc',
    credit_type: 'neo',
    id,
    key: id,
    fingerprint: '',
    amount_micro: BigInt(amount) * 1_000_000n,
    usage: UNSCOPED,
    api_key: null,
    metadata: null,
    occurred_at: null,
    ...more,
  }
}

beforeAll(async () => {
  it = ledgerOf(await freshDatabase())
  await it.sql(`insert into accounts values ('acc', 'team', 'Acc', null, '2026-01-01')`)
  await it.sql(
    `insert into credit_types values ('neo', 'Neo', 'credit', 5000000, 'usd', '{"policy":"never"}', '2026-01-01')`,
  )
})

describe('debits', () => {
  test('a grant and a debit', async () => {
    console.log(await it.ledger.submit(grant(100), NOW))
    console.log(await it.ledger.submit(debit(30), NOW))
    console.log(await it.ledger.submit(debit(300, { key: 'k' }), NOW))
    console.log(await it.ledger.submit(debit(300, { key: 'k' }), NOW))
    console.log(await it.ledger.balance('acc', 'neo', NOW))
    const hold = await it.ledger.submit(
      {
        kind: 'reserve',
        account: 'acc',
        credit_type: 'neo',
        id: 'hld_1',
        key: 'cmd_1',
        fingerprint: '',
        amount_micro: 5_000_000n,
        ttl_ms: 1000,
        usage: UNSCOPED,
        api_key: null,
        metadata: null,
      },
      NOW,
    )
    console.log(hold)
    console.log(
      await it.ledger.submit(
        {
          kind: 'capture',
          account: 'acc',
          hold: 'hld_1',
          id: 'deb_c',
          key: 'cmd_2',
          fingerprint: '',
          amount_micro: 2_000_000n,
          allow_more: false,
          metadata: null,
        },
        NOW + 10,
      ),
    )
    console.log(await it.ledger.balance('acc', 'neo', NOW + 20))
    console.log(await it.ledger.balanceAsOf('acc', 'neo', NOW, NOW + 20))
    console.log(
      await it.ledger.entries(
        'acc',
        { credit_type: null, kind: null, grant: null },
        { limit: 10, after: null },
      ),
    )
    expect(1).toBe(1)
  })
})
