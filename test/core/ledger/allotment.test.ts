import { beforeEach, describe, expect, test } from 'vitest'
import { MAX_WALLET_MICRO } from '../../../src/core/credits.ts'
import { type Book, emptyBook, ref } from '../../../src/core/ledger/book.ts'
import { decideAllotment } from '../../../src/core/ledger/decide-allotment.ts'
import { type Grant, UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { addGrant, emptyWallet, type Wallet } from '../../../src/core/ledger/wallet.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import type { Deal } from '../../../src/core/subscriptions/seat.ts'
import { grantOf } from './grants.ts'

const ANN = { ...UNSCOPED, member: 'ann' }
let book: Book
let wallet: Wallet

beforeEach(() => {
  book = emptyBook()
  wallet = emptyWallet('acc', 'neo', 0)
  book.wallets.set(ref('acc', 'neo'), wallet)
  book.allotments.set(ref('acc', 'alt'), { account: 'acc', id: 'alt', done_at: null })
})

function add(grant: Grant): void {
  addGrant(wallet, grant)
  wallet.available_micro += grant.remaining_micro
  wallet.held_micro += grant.held_micro
}

const give = (amount_micro: bigint, grant = 'new', expires_at = 1000): NonNullable<Deal['give']> => ({
  grant,
  scope: ANN,
  amount_micro,
  expires_at,
})

function allot(deals: readonly Deal[], now = 10, allotment = 'alt') {
  const envelope = { account: 'acc', credit_type: 'neo' }
  return decideAllotment(book, { kind: 'allot', ...envelope, allotment, deals }, now)
}

const available = (): bigint => {
  const answer = allot([])
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer.balance.available_micro
}

const posted = () =>
  book.journal.entries.map(({ kind, from, to, grant, amount_micro }) => [kind, from, to, grant, amount_micro])

describe('an allotment', () => {
  test('gives what was left with what comes on top, and the rest stays what it is', () => {
    add(grantOf('old', { remaining_micro: 50n, held_micro: 20n, expires_at: 1000 }))
    allot([{ take: 'old', give: give(30n) }])
    expect(posted()).toEqual([
      ['revocation', 'wallet', 'revoked', 'old', 50n],
      ['grant', 'issued', 'wallet', 'new', 80n],
    ])
    const written_off = { revoked_micro: 70n, written_off_micro: 20n }
    expect(wallet.grants.get('old')).toMatchObject({ held_micro: 20n, state: 'closed', ...written_off })
    expect(wallet.grants.get('new')).toMatchObject({
      source: 'subscription',
      priority: 50,
      scope: ANN,
      amount_micro: 80n,
      remaining_micro: 80n,
      expires_at: 1000,
    })
    expect(wallet.next_due_at).toBe(1000)
  })

  test('makes the wallet of an account that has none', () => {
    book.wallets.clear()
    expect(allot([{ take: null, give: give(5n) }])).toEqual({
      balance: { available_micro: 5n, held_micro: 0n, debt_micro: 0n },
    })
    expect(book.journal.newWallets.size).toBe(1)
  })

  test('makes no wallet for nothing', () => {
    book.wallets.clear()
    expect(allot([{ take: 'old', give: give(0n) }])).toMatchObject({ balance: { available_micro: 0n } })
    expect([book.wallets.size, book.journal.newWallets.size]).toEqual([0, 0])
  })

  test('is done once', () => {
    allot([{ take: null, give: give(5n) }])
    allot([{ take: null, give: give(5n, 'again') }])
    expect(available()).toBe(5n)
    expect([...book.journal.allotments]).toEqual([{ account: 'acc', id: 'alt', done_at: 10 }])
  })

  test('that was done before changes nothing', () => {
    book.allotments.set(ref('acc', 'alt'), { account: 'acc', id: 'alt', done_at: 1 })
    allot([{ take: null, give: give(5n) }])
    expect([posted(), book.journal.allotments.size]).toEqual([[], 0])
  })

  test('that nobody wrote down is refused', () => {
    expect(allot([{ take: null, give: give(5n) }], 10, 'other')).toMatchObject({
      refused: 'subscription_not_found',
    })
  })

  test.each([
    ['has expired', { expires_at: 10 }],
    [
      'is frozen',
      { remaining_micro: 0n, held_micro: 100n, frozen_micro: 100n, frozen: true, state: 'closed' },
    ],
    ['has not started', { remaining_micro: 0n, starts_at: 20, state: 'scheduled' }],
    ['is spent', { remaining_micro: 0n, state: 'closed' }],
  ] as const)('takes nothing of a grant that %s', (_, more) => {
    add(grantOf('old', more))
    allot([{ take: 'old', give: give(1n) }])
    expect(posted()).toEqual([['grant', 'issued', 'wallet', 'new', 1n]])
    expect(book.journal.grants.size).toBe(0)
  })

  test('takes nothing of a grant that is not there, and twice of none', () => {
    add(grantOf('old'))
    allot([
      { take: 'none', give: null },
      { take: 'old', give: null },
      { take: 'old', give: null },
    ])
    expect(posted()).toEqual([['revocation', 'wallet', 'revoked', 'old', 100n]])
  })

  test.each([
    [11, 1],
    [10, 0],
    [9, 0],
  ])('at 10 gives credits that expire at %i: %i', (expires_at, grants) => {
    allot([{ take: null, give: give(5n, 'new', expires_at) }])
    expect(book.journal.newGrants.size).toBe(grants)
  })

  test('goes by the time that the wallet has reached', () => {
    wallet.at = 30
    allot([
      { take: null, give: give(5n, 'over', 30) },
      { take: null, give: give(5n, 'new', 31) },
    ])
    expect([...book.journal.newGrants].map(({ id, created_at }) => [id, created_at])).toEqual([['new', 30]])
    expect([...book.journal.allotments].map(({ done_at }) => done_at)).toEqual([30])
  })

  test('gives what there is room for, where what starts later needs some, too', () => {
    const later = { state: 'scheduled', remaining_micro: 0n, starts_at: 20 } as const
    add(grantOf('later', { amount_micro: 40n, ...later }))
    add(grantOf('held', { amount_micro: 10n, remaining_micro: 0n, held_micro: 10n, state: 'closed' }))
    add(grantOf('old', { amount_micro: MAX_WALLET_MICRO, remaining_micro: MAX_WALLET_MICRO - 60n }))
    const answer = allot([
      { take: null, give: give(7n) },
      { take: null, give: give(7n, 'cut') },
      { take: null, give: give(7n, 'none') },
      { take: 'old', give: give(7n, 'moved') },
    ])
    expect(isRefusal(answer)).toBe(false)
    expect(posted().map(([kind, , , grant, amount]) => [kind, grant, amount])).toEqual([
      ['grant', 'new', 7n],
      ['grant', 'cut', 3n],
      ['revocation', 'old', MAX_WALLET_MICRO - 60n],
      ['grant', 'moved', MAX_WALLET_MICRO - 60n],
    ])
  })

  test('leaves what is held of it to whoever keeps the seat', () => {
    add(grantOf('old', { remaining_micro: 50n, held_micro: 20n, expires_at: 1000, scope: ANN }))
    allot([{ take: 'old', give: give(30n) }])
    expect(wallet.grants.get('old')).toMatchObject({ revoked_micro: 50n, written_off_micro: 0n })
  })

  test('hands over what came back to earlier grants of its holder, and no more than the seat was given', () => {
    const bob = {
      scope: { ...UNSCOPED, member: 'bob' },
      source: 'subscription',
      priority: 50,
      expires_at: 1000,
    } as const
    add(grantOf('old', { ...bob, remaining_micro: 60n }))
    add(grantOf('early', { ...bob, remaining_micro: 30n, held_micro: 5n, created_at: -1 }))
    add(grantOf('other', { ...bob, remaining_micro: 30n, held_micro: 5n, created_at: 1 }))
    add(grantOf('topped_up', { ...bob, source: 'manual' }))
    allot([{ take: 'old', give: { ...give(0n), most_micro: 100n } }])
    expect(posted().map(([kind, , , grant, amount]) => [kind, grant, amount])).toEqual([
      ['revocation', 'old', 60n],
      ['revocation', 'early', 30n],
      ['revocation', 'other', 10n],
      ['grant', 'new', 100n],
    ])
    const off = ['early', 'other'].map((id) => wallet.grants.get(id)?.written_off_micro)
    expect(off).toEqual([5n, 0n])
  })

  test('takes nothing that was granted by hand under the name of a subscription', () => {
    const seat = { source: 'subscription', scope: ANN, priority: 50, expires_at: 1000 } as const
    add(grantOf('old', seat))
    add(grantOf('for_good', { ...seat, expires_at: null }))
    add(grantOf('by_hand', { ...seat, priority: 100 }))
    allot([{ take: 'old', give: null }])
    expect(posted()).toEqual([['revocation', 'wallet', 'revoked', 'old', 100n]])
  })

  test("pays no debt out of what is a member's own", () => {
    wallet.debt_micro = 12n
    allot([{ take: null, give: give(5n) }])
    expect(posted()).toEqual([['grant', 'issued', 'wallet', 'new', 5n]])
  })

  test('pays a debt out of each new grant until it is paid', () => {
    wallet.debt_micro = 12n
    const forAll = { scope: UNSCOPED, expires_at: 1000, amount_micro: 5n }
    allot(['a', 'b', 'c', 'd'].map((grant) => ({ take: null, give: { ...forAll, grant } })))
    expect(posted().map(([kind, , , grant, amount]) => [kind, grant, amount])).toEqual([
      ['grant', 'a', 5n],
      ['debt', 'a', 5n],
      ['grant', 'b', 5n],
      ['debt', 'b', 5n],
      ['grant', 'c', 5n],
      ['debt', 'c', 2n],
      ['grant', 'd', 5n],
    ])
  })
})
