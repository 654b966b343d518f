import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawOrder } from '../../../src/core/ledger/draw-order.ts'
import { type Grant, UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { grantOf } from './grants.ts'

const ids = (grants: Grant[]) => grants.toSorted(drawOrder).map(({ id }) => id)

describe('the draw order', () => {
  test('puts the narrower scope first, whatever else', () => {
    const wide = grantOf('wide', { priority: 0, expires_at: 1 })
    const member = grantOf('member', { scope: { ...UNSCOPED, member: 'ann' } })
    const narrow = grantOf('narrow', {
      scope: { member: 'ann', project: 'web', feature: 'chat' },
      priority: 900,
    })
    expect(ids([wide, member, narrow])).toEqual(['narrow', 'member', 'wide'])
  })

  test('then the lower priority number, then the earlier expiry, never last', () => {
    const never = grantOf('never')
    const late = grantOf('late', { expires_at: 20 })
    const soon = grantOf('soon', { expires_at: 10 })
    const urgent = grantOf('urgent', { priority: 1 })
    expect(ids([never, late, soon, urgent])).toEqual(['urgent', 'soon', 'late', 'never'])
  })

  test('then the older, then the id', () => {
    const young = grantOf('a', { created_at: 2 })
    const [b, c] = [grantOf('b', { created_at: 1 }), grantOf('c', { created_at: 1 })]
    expect(ids([young, c, b])).toEqual(['b', 'c', 'a'])
  })

  const someone = fc.constantFrom(null, 'x', 'y')
  const grant = fc
    .record({
      priority: fc.nat(2),
      expires_at: fc.option(fc.nat(3)),
      created_at: fc.nat(2),
      scope: fc.record({ member: someone, project: someone, feature: someone }),
    })
    .map((more) => grantOf('', more))
  const grants = fc
    .array(grant, { maxLength: 12 })
    .map((all) => all.map((one, i) => ({ ...one, id: `g${i}` })))

  test('is total: any order of the same grants is sorted alike, and no two are equal', () => {
    fc.assert(
      fc.property(grants, fc.infiniteStream(fc.nat()), (all, weights) => {
        const shuffled = all
          .map((one) => ({ one, weight: weights.next().value as number }))
          .sort((a, b) => a.weight - b.weight)
        expect(ids(shuffled.map(({ one }) => one))).toEqual(ids(all))
        for (const a of all) for (const b of all) expect(drawOrder(a, b) === 0).toBe(a === b)
      }),
    )
  })
})
