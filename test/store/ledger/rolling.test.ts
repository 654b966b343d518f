import { beforeAll, expect, test } from 'vitest'
import type { Command } from '../../../src/core/ledger/command.ts'
import { debitOf, grantOf } from '../../harness/commands.ts'
import { Capped, NOON } from './capped.ts'

const roll = { credit_type: 'roll', expires_at: undefined }
const day = (n: number) => NOON + n * 86_400_000
let it: Capped
beforeAll(async () => {
  it = await Capped.open()
})

test.each(['one batch', 'a batch each'])(
  'what was spent, came back and was spent again goes with its bucket, in %s',
  async (how) => {
    await it.fund()
    const { account } = it
    await it.done(grantOf(account, 10, roll), day(0))
    const first = debitOf(account, 10, roll)
    await it.done(first, day(0))
    await it.done(grantOf(account, 10, roll), day(5))
    const steps: [Command, number][] = [
      [it.reversal(first.id, 5_000_000n, 1), day(14)],
      [grantOf(account, 10, roll), day(14)],
      [debitOf(account, 25, roll), day(14)],
      [grantOf(account, 10, roll), day(16)],
      [it.reversal(first.id, 5_000_000n, 2), day(16)],
    ]
    if (how === 'one batch') await Promise.all(steps.map(([command, now]) => it.done(command, now)))
    else for (const [command, now] of steps) await it.done(command, now)
    expect(await it.breaches(day(16))).toEqual([])
  },
)
