import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawdown, isDrawable, isShortfall } from '../../../src/core/ledger/drawdown.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { grantOf } from './grants.ts'

describe('a drawdown', () => {
  test('exhausts one grant before the next', () => {
    const plan = drawdown([grantOf('a'), grantOf('b'), grantOf('c')], 150n, UNSCOPED, 0)
    expect(plan).toEqual([
      { grant: 'a', amount_micro: 100n },
      { grant: 'b', amount_micro: 50n },
    ])
  })

  test('takes all or nothing, and says what there would have been', () => {
    expect(drawdown([grantOf('a')], 100n, UNSCOPED, 0)).toEqual([{ grant: 'a', amount_micro: 100n }])
    expect(drawdown([grantOf('a')], 101n, UNSCOPED, 0)).toEqual({ drawable_micro: 100n })
    expect(drawdown([], 1n, UNSCOPED, 0)).toEqual({ drawable_micro: 0n })
  })

  test.each([
    [999, true],
    [1000, false],
    [1001, false],
  ])('of a grant that expires at 1000, at %i: %s', (at, drawn) => {
    const plan = drawdown([grantOf('a', { expires_at: 1000 })], 1n, UNSCOPED, at)
    expect(isShortfall(plan)).toBe(!drawn)
  })

  test('passes over what is not for this usage, has not started or is spent', () => {
    const theirs = grantOf('theirs', { scope: { ...UNSCOPED, member: 'bob' } })
    const later = grantOf('later', { state: 'scheduled', remaining_micro: 0n })
    const spent = grantOf('spent', { state: 'closed', remaining_micro: 0n })
    const usage = { ...UNSCOPED, member: 'ann', project: 'web' }
    const plan = drawdown([theirs, later, spent, grantOf('ours')], 5n, usage, 0)
    expect(plan).toEqual([{ grant: 'ours', amount_micro: 5n }])
    expect([theirs, later, spent].filter((grant) => isDrawable(grant, usage, 0, false))).toEqual([])
  })

  test("by a member who may draw on nothing else takes what is the member's own", () => {
    const usage = { ...UNSCOPED, member: 'ann', project: 'web' }
    const own = grantOf('own', { scope: { ...UNSCOPED, member: 'ann' } })
    const all = [grantOf('web', { scope: { ...UNSCOPED, project: 'web' } }), own, grantOf('everybody')]
    expect(drawdown(all, 100n, usage, 0, true)).toEqual([{ grant: 'own', amount_micro: 100n }])
    expect(drawdown(all, 101n, usage, 0, true)).toEqual({ drawable_micro: 100n })
    expect(all.filter((grant) => isDrawable(grant, usage, 0, true))).toEqual([own])
    expect(all.filter((grant) => isDrawable(grant, usage, 0, false))).toHaveLength(3)
  })

  test('sums to the amount exactly where there is enough', () => {
    const left = fc.bigInt(1n, 10n ** 18n)
    fc.assert(
      fc.property(fc.array(left, { maxLength: 8 }), left, (lefts, amount) => {
        const grants = lefts.map((remaining_micro, i) => grantOf(`g${i}`, { remaining_micro }))
        const plan = drawdown(grants, amount, UNSCOPED, 0)
        const all = lefts.reduce((sum, one) => sum + one, 0n)
        if (isShortfall(plan)) expect([plan.drawable_micro, all < amount]).toEqual([all, true])
        else expect(plan.reduce((sum, { amount_micro }) => sum + amount_micro, 0n)).toBe(amount)
      }),
    )
  })
})
