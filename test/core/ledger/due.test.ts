import { beforeEach, describe, expect, test } from 'vitest'
import { type Book, emptyBook } from '../../../src/core/ledger/book.ts'
import { takeBack } from '../../../src/core/ledger/decide-revocation.ts'
import { settleDue } from '../../../src/core/ledger/due.ts'
import { type Grant, UNSCOPED } from '../../../src/core/ledger/grant.ts'
import type { Hold } from '../../../src/core/ledger/hold.ts'
import { addGrant, emptyWallet, type Wallet } from '../../../src/core/ledger/wallet.ts'
import { grantOf } from './grants.ts'

let book: Book
let wallet: Wallet

beforeEach(() => {
  book = emptyBook()
  wallet = emptyWallet('acc', 'neo', 0)
})

function add(grant: Grant): void {
  addGrant(wallet, grant)
  wallet.available_micro += grant.remaining_micro
  wallet.held_micro += grant.held_micro
}

const holdOf = (id: string, ends_at: number, receipt: Hold['receipt']): Hold => ({
  account: 'acc',
  credit_type: 'neo',
  id,
  amount_micro: receipt.reduce((all, { amount_micro }) => all + amount_micro, 0n),
  status: 'open',
  ends_at,
  usage: UNSCOPED,
  api_key: null,
  metadata: null,
  unit_price_micro: null,
  receipt,
  caps: [],
  captured_micro: 0n,
  debit: null,
  created_at: 0,
  counted_at: null,
  ended_at: null,
})

const posted = () =>
  book.journal.entries.map(({ at, kind, from, grant, amount_micro }) => [at, kind, from, grant, amount_micro])

describe('what is due', () => {
  test('is posted in the order and with the time in which it fell due, however late', () => {
    add(grantOf('starts', { state: 'scheduled', remaining_micro: 0n, starts_at: 20, expires_at: 40 }))
    add(grantOf('expires', { expires_at: 30 }))
    add(grantOf('held', { remaining_micro: 0n, held_micro: 100n, state: 'closed', expires_at: 35 }))
    wallet.holds.set('h', holdOf('h', 10, [{ grant: 'held', amount_micro: 100n }]))
    expect(settleDue(book, wallet, 1_000)).toBe(5)
    expect(posted()).toEqual([
      [10, 'release', 'held', 'held', 100n],
      [20, 'grant', 'issued', 'starts', 100n],
      [30, 'expiry', 'wallet', 'expires', 100n],
      [35, 'expiry', 'wallet', 'held', 100n],
      [40, 'expiry', 'wallet', 'starts', 100n],
    ])
    expect([wallet.available_micro, wallet.held_micro, wallet.next_due_at]).toEqual([0n, 0n, null])
  })

  test('at one moment: holds end, then credits expire, then grants start', () => {
    add(grantOf('old', { remaining_micro: 60n, held_micro: 40n, expires_at: 10 }))
    add(grantOf('new', { state: 'scheduled', remaining_micro: 0n, starts_at: 10 }))
    wallet.holds.set('h', holdOf('h', 10, [{ grant: 'old', amount_micro: 40n }]))
    settleDue(book, wallet, 10)
    expect(posted()).toEqual([
      [10, 'expiry', 'held', 'old', 40n],
      [10, 'expiry', 'wallet', 'old', 60n],
      [10, 'grant', 'issued', 'new', 100n],
    ])
  })

  test('is nothing a millisecond early, and leaves the next moment behind', () => {
    add(grantOf('a', { expires_at: 10 }))
    add(grantOf('b', { expires_at: 20 }))
    expect(settleDue(book, wallet, 9)).toBe(0)
    expect(wallet.next_due_at).toBe(10)
    expect(settleDue(book, wallet, 10)).toBe(1)
    expect(wallet.next_due_at).toBe(20)
  })

  test('credits held when they expire stay with the hold until it ends', () => {
    add(grantOf('a', { remaining_micro: 0n, held_micro: 100n, state: 'closed', expires_at: 10 }))
    wallet.holds.set('h', holdOf('h', 50, [{ grant: 'a', amount_micro: 100n }]))
    expect(settleDue(book, wallet, 49)).toBe(0)
    expect([wallet.held_micro, wallet.next_due_at]).toEqual([100n, 50])
    settleDue(book, wallet, 50)
    expect(posted()).toEqual([[50, 'expiry', 'held', 'a', 100n]])
  })

  test('credits of a grant that was taken back pay back whoever has paid what is owed for them', () => {
    add(grantOf('a', { remaining_micro: 40n, held_micro: 60n, expires_at: 30 }))
    add(grantOf('b', { state: 'scheduled', remaining_micro: 0n, starts_at: 10, expires_at: 90 }))
    wallet.holds.set('h', holdOf('h', 50, [{ grant: 'a', amount_micro: 60n }]))
    takeBack(book, wallet, wallet.grants.get('a') as Grant, {
      amount_micro: 100n,
      spent: 'debt',
      cause: 'r',
      at: 5,
    })
    settleDue(book, wallet, 60)
    expect(posted()).toEqual([
      [5, 'revocation', 'wallet', 'a', 40n],
      [5, 'revocation', 'debt', 'a', 60n],
      [10, 'grant', 'issued', 'b', 100n],
      [10, 'debt', 'wallet', 'b', 60n],
      [50, 'restoration', 'debt', 'b', 60n],
      [50, 'release', 'held', 'a', 60n],
    ])
    expect([wallet.available_micro, wallet.debt_micro, wallet.grants.get('a')?.owed_micro]).toEqual([
      100n,
      0n,
      0n,
    ])
  })

  test.each([
    ['a grant that starts pays a debt first', { project: 'web' }, [0n, 70n]],
    ["one that is a member's own pays nothing", { member: 'ann' }, [30n, 100n]],
  ])('%s', (_, scope, left) => {
    wallet.debt_micro = 30n
    const scheduled = { state: 'scheduled', remaining_micro: 0n, starts_at: 10 } as const
    add(grantOf('a', { ...scheduled, scope: { ...UNSCOPED, ...scope } }))
    settleDue(book, wallet, 10)
    expect([wallet.debt_micro, wallet.available_micro]).toEqual(left)
  })
})
