import { beforeAll, expect, test } from 'vitest'
import { MAX_AMOUNT_MICRO, MICRO } from '../../../src/core/credits.ts'
import { LATEST_INSTANT } from '../../../src/core/instant.ts'
import type { Answers, Command } from '../../../src/core/ledger/command.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { debitOf, grantOf, reserveOf } from '../../harness/commands.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'

const NOW = Date.UTC(2026, 0, 10)
const MOST = Number(MAX_AMOUNT_MICRO / MICRO)
let it: TestLedger

beforeAll(async () => {
  it = ledgerOf(await freshDatabase())
  for (const account of ['later', 'back', 'owing', 'expired', 'returned', 'far'])
    await it.sql(`insert into accounts values ($1, 'team', 'Acc', null, '2026-01-01')`, [account])
  await it.sql(
    `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy": "never"}', '2026-01-01'),
      ('fixed', 'Fixed', 'credit', null, 'usd', '{"policy": "fixed", "after": "P1Y"}', '2026-01-01')`,
  )
})

async function outcome(command: Command, now = NOW): Promise<unknown> {
  const { answer } = await it.ledger.submit(command, now)
  return isRefusal(answer) ? answer.refused : answer
}

const reversalOf = (account: string, debit: string): Command => ({
  kind: 'reverse',
  account,
  debit,
  id: `rev_${debit}`,
  key: `cmd_${debit}`,
  fingerprint: '',
  amount_micro: null,
  reason: null,
})
const revocationOf = (account: string, grant: string): Command => ({
  kind: 'revoke',
  account,
  grant,
  id: `rvk_${grant}`,
  key: `cmd_${grant}_r`,
  fingerprint: '',
  amount_micro: null,
  spent: 'debt',
  reason: null,
})

test('what starts later must find room, too', async () => {
  const starts_at = NOW + 1000
  for (let i = 0; i < 4; i++)
    expect(await outcome(grantOf('later', MOST, { starts_at }))).toBeTypeOf('object')
  expect(await outcome(grantOf('later', 1, { starts_at }))).toBe('wallet_limit_exceeded')
  expect(await outcome(grantOf('later', 1))).toBe('wallet_limit_exceeded')
  expect(await outcome(debitOf('later', 1), starts_at)).toBeTypeOf('object')
})

test('a reversal into a full wallet is refused, and what comes back fits beside what starts', async () => {
  const debits: string[] = []
  for (let i = 0; i < 4; i++) {
    await outcome(grantOf('back', MOST))
    const debit = debitOf('back', MOST)
    await outcome(debit)
    debits.push(debit.id)
  }
  for (let i = 0; i < 4; i++) await outcome(grantOf('back', MOST, { starts_at: NOW + 1000 }))
  for (const debit of debits) expect(await outcome(reversalOf('back', debit))).toBeTypeOf('object')
  const { available_micro } = (await it.ledger.balance('back', 'neo', NOW + 1000)) as {
    available_micro: bigint
  }
  expect(available_micro).toBe(8n * MAX_AMOUNT_MICRO)
  expect(await outcome(debitOf('back', 1), NOW + 1000)).toBeTypeOf('object')
})

test('what a wallet owes has an end', async () => {
  const grants: string[] = []
  for (let i = 0; i < 5; i++) {
    const grant = grantOf('owing', MOST)
    await outcome(grant)
    await outcome(debitOf('owing', MOST))
    grants.push(grant.id)
  }
  const outcomes = []
  for (const grant of grants) outcomes.push(await outcome(revocationOf('owing', grant)))
  expect(outcomes.map((one) => (typeof one === 'string' ? one : 'ok'))).toEqual([
    'ok',
    'ok',
    'ok',
    'ok',
    'wallet_limit_exceeded',
  ])
})

test('nobody owes what has expired unspent', async () => {
  const grant = grantOf('expired', 100, { expires_at: NOW + 1000 })
  await outcome(grant)
  await outcome(debitOf('expired', 30))
  const { revocation } = (await outcome(revocationOf('expired', grant.id), NOW + 2000)) as Answers['revoke']
  expect(revocation).toMatchObject({
    revoked_micro: 0n,
    debt_micro: 30n * MICRO,
    written_off_micro: 70n * MICRO,
  })
})

test('what was only held, or is reversed, is owed by nobody, also where it comes back after its expiry', async () => {
  const balance = async (now: number) => await it.ledger.balance('returned', 'neo', now)
  const grant = grantOf('returned', 10, { expires_at: NOW + 1000 })
  await outcome(grant)
  const debit = debitOf('returned', 3)
  await outcome(debit)
  await outcome(reserveOf('returned', 7, 2000))
  await outcome(revocationOf('returned', grant.id))
  expect(await balance(NOW)).toMatchObject({ held_micro: 7n * MICRO, debt_micro: 10n * MICRO })
  expect(await balance(NOW + 2000)).toMatchObject({ held_micro: 0n, debt_micro: 3n * MICRO })
  const { reversal } = (await outcome(reversalOf('returned', debit.id), NOW + 3000)) as Answers['reverse']
  expect(reversal.expired_micro).toBe(0n)
  expect(await balance(NOW + 3000)).toMatchObject({ available_micro: 0n, debt_micro: 0n })
})

test('a policy that leads beyond the last instant stops there', async () => {
  const grant = grantOf('far', 1, {
    credit_type: 'fixed',
    starts_at: LATEST_INSTANT - 1000,
    expires_at: undefined,
  })
  const answer = (await outcome(grant)) as Answers['grant']
  expect(answer.grant.expires_at).toBe(LATEST_INSTANT)
})
