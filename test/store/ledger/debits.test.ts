import { expect, test } from 'vitest'
import { orRefuse } from '../../../src/core/refusal.ts'
import { debitOf, grantOf } from '../../harness/commands.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf } from '../../harness/ledger.ts'

const NOW = Date.UTC(2026, 0, 10)
const DAY = 86_400_000

test('a debit tells the expiries by which its grants were drawn on, though their bucket has moved since', async () => {
  const it = ledgerOf(await freshDatabase())
  await it.sql(`insert into accounts values ('acc', 'team', 'Acc', null, '2026-01-01')`)
  await it.sql(
    `insert into credit_types values ('neo', 'Neo', 'credit', 5000000, 'usd', '{"policy":"rolling","after":"P10D"}', '2026-01-01')`,
  )
  const grant = async (at: number) => {
    const command = grantOf('acc', 10, { expires_at: undefined })
    return orRefuse((await it.ledger.submit(command, at)).answer).grant
  }
  /** Burns a credit; answers how to ask for the expiries that it tells. */
  const burn = async (at: number) => {
    const { debit } = orRefuse((await it.ledger.submit(debitOf('acc', 1), at)).answer)
    return async () => (await it.ledger.debit('acc', debit.id))?.draws.map(({ grant }) => grant.expires_at)
  }
  await grant(NOW)
  const before = await burn(NOW)
  await grant(NOW + DAY)
  const between = await burn(NOW + DAY)
  await grant(NOW + 2 * DAY)
  const after = await burn(NOW + 2 * DAY)
  expect(await before()).toEqual([NOW + 10 * DAY])
  expect(await between()).toEqual([NOW + 11 * DAY])
  expect(await after()).toEqual([NOW + 12 * DAY])
})
