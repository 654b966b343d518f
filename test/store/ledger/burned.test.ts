import { expect, test } from 'vitest'
import type { Tally } from '../../../src/core/caps/records.ts'
import type { Command } from '../../../src/core/ledger/command.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { registryOn } from '../../../src/store/registry.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { captureOf, debitOf, grantOf, releaseOf, reserveOf } from '../../harness/commands.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf } from '../../harness/ledger.ts'

const { ledger, pool, sql } = ledgerOf(await freshDatabase())
const registry = registryOn(new Statements(pool))
const NEW_YEAR = Date.UTC(2027, 0, 1)
const HOUR = 3_600_000

await sql(`insert into accounts values ('acc', 'team', 'Acc', null, '2026-01-01')`)
for (const member of ['ann', 'bob', 'eve'])
  await sql(`insert into members values ('acc', $1, null, 'member', 'active', '2026-01-01')`, [member])
for (const type of ['neo', 'other'])
  await sql(
    `insert into credit_types values ($1, 'Neo', 'credit', 333333, 'usd', '{"policy":"never"}', '2026-01-01')`,
    [type],
  )

/** Numbers that are the same in every run. */
let seed = 7
const upTo = (most: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return Math.floor((seed / 2 ** 31) * most)
}

test('a tally that is brought up to date is one that is made anew, whatever was written meanwhile', async () => {
  let now = NEW_YEAR - 20 * HOUR
  const submit = async (command: Command) => {
    const { answer } = await ledger.submit(command, now)
    if (isRefusal(answer)) throw new Error(answer.detail)
  }
  for (const credit_type of ['neo', 'other']) await submit(grantOf('acc', 10_000, { credit_type }))
  const debits: string[] = []
  const holds: string[] = []
  const some = (ids: string[]): string | undefined => ids.splice(upTo(ids.length), 1)[0]
  const step = (): Command | null => {
    const usage = { ...UNSCOPED, member: ['ann', 'bob', null][upTo(3)] ?? null }
    const credit_type = ['neo', 'other'][upTo(2)] as string
    const kind = upTo(6)
    if (kind < 2) {
      const debit = debitOf('acc', 1 + upTo(5), {
        usage,
        credit_type,
        amount_micro: BigInt(1 + upTo(3_000_000)),
      })
      debits.push(debit.id)
      return debit
    }
    if (kind === 2) {
      const hold = { ...reserveOf('acc', 3, (1 + upTo(9)) * HOUR), usage, credit_type }
      holds.push(hold.id)
      return hold
    }
    const hold = kind < 5 ? some(holds) : undefined
    if (hold && kind === 3) {
      const amount_micro = [null, 1_000_001n, 4_000_000n][upTo(3)] ?? null
      const capture = { ...captureOf('acc', hold), amount_micro, allow_more: true }
      debits.push(capture.id)
      return capture
    }
    if (hold) return releaseOf('acc', hold)
    const debit = some(debits)
    const amount_micro = upTo(2) ? null : 1n
    const id = `rev_${seed}`
    return debit
      ? {
          kind: 'reverse',
          account: 'acc',
          debit,
          id,
          key: `cmd_${id}`,
          fingerprint: '',
          amount_micro,
          reason: null,
        }
      : null
  }

  const burners = [
    ['member', null],
    ['member', 'ann'],
    ['account', 'acc'],
  ] as const
  const begun = [0, NEW_YEAR].flatMap((since) =>
    burners.map(([subject, subject_id]) => ({ burner: { account: 'acc', subject, subject_id }, since })),
  )
  const fresh = () => Promise.all(begun.map(({ burner, since }) => registry.burnedSince(burner, since)))
  const sorted = (tally: Tally) => ({
    ...tally,
    burned: tally.burned.toSorted((a, b) => (a.subject_id < b.subject_id ? -1 : 1)),
  })
  const tallies: Tally[] = await fresh()
  for (let round = 0; round < 120; round += 1) {
    now += upTo(2) * upTo(HOUR)
    const command = step()
    if (command) {
      // A hold may have ended, and a debit be reversed in whole.
      const { answer } = await ledger.submit(command, now)
      if (isRefusal(answer))
        expect(answer.refused).toMatch(/^(hold_expired|reversal_exceeds_debit|debit_not_found)$/)
    }
    if (round % 12 !== 11) continue
    const anew = await fresh()
    // Those of every earlier round, too: some have missed much.
    const grown = await Promise.all(tallies.map((tally) => registry.burnedAfter(tally)))
    expect(grown.map(sorted)).toEqual(tallies.map((_, i) => sorted(anew[i % begun.length] as Tally)))
    tallies.push(...anew)
  }
  expect(tallies.at(-1)?.burned[0]?.credits_micro).toBeGreaterThan(0n)
})
