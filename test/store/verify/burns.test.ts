import { expect, test } from 'vitest'
import { Breaches } from '../../../src/store/verify/breaches.ts'
import { grantReplay } from '../../../src/store/verify/grant-replay.ts'
import type { DebitRow, Entry, GrantRow, Usage } from '../../../src/store/verify/rows.ts'
import { WalletReplay } from '../../../src/store/verify/wallet-replay.ts'

const NOBODY: Usage = { member: null, project: null, feature: null }
const narrower: Usage = { member: null, project: 'web', feature: 'chat' }
const web: Usage = { ...NOBODY, project: 'web' }
const ann: Usage = { ...narrower, member: 'ann' }

/** They are burned in the order of their priority, save that narrower ones come first. */
const grantOf = (id: string, amount: bigint, scope: Usage, priority: number): GrantRow => ({
  n: 1,
  account: 'acc',
  id,
  amount,
  remaining: 0n,
  held: 0n,
  revoked: 0n,
  state: 'open',
  priority,
  scope,
  starts_at: 0,
  expires_at: null,
  rolling: false,
  created_at: 0,
  frozen: 0n,
  is_frozen: false,
  written_off: 0n,
  owed: 0n,
})

/** A wallet with 10 credits of each kind, in which a debit of a usage draws so much of them. */
function breachesOf(has_seats: boolean, usage: Usage, draws: readonly [string, bigint][]): string[] {
  const breaches = new Breaches()
  const wallet = new WalletReplay(
    {
      n: 1,
      account: 'acc',
      credit_type: 'neo',
      seq: 0,
      available: 0n,
      held: 0n,
      debt: 0n,
      at: 0,
      next_due_at: null,
      has_seats,
    },
    breaches,
  )
  const scopes = { narrower, web, own: { ...NOBODY, member: 'ann' }, everybody: NOBODY }
  const base = { n: 1, at: 0, held: 0n, debt: 0n }
  let [seq, available] = [0, 0n]
  for (const [id, scope] of Object.entries(scopes)) {
    wallet.grants.byId.set(id, grantReplay(grantOf(id, 10n, scope, seq)))
    available += 10n
    const issue = { ...base, seq: ++seq, amount: 10n, grant: id, cause: id, available }
    wallet.apply({ ...issue, kind: 'grant', from: 'issued', to: 'wallet' }, null)
  }
  const amount = draws.reduce((all, [, part]) => all + part, 0n)
  const [first_seq, before, after] = [seq + 1, available, available - amount]
  const debit: DebitRow = {
    n: 1,
    account: 'acc',
    id: 'deb',
    amount,
    reversed: 0n,
    usage,
    hold: null,
    at: 0,
    first_seq,
    entry_count: draws.length,
    before,
    after,
  }
  for (const [grant, part] of draws) {
    available -= part
    const burned = { ...base, seq: ++seq, amount: part, grant, cause: 'deb', available }
    const entry: Entry = { ...burned, kind: 'debit', from: 'wallet', to: 'consumed' }
    wallet.apply(entry, seq === first_seq ? debit : null)
  }
  return breaches.kept.map(({ invariant }) => invariant)
}

const mayBe: Record<string, [string, bigint][]> = {
  'in the whole order': [
    ['narrower', 10n],
    ['web', 10n],
    ['own', 10n],
    ['everybody', 1n],
  ],
  'of nothing but its own': [['own', 7n]],
}

test.each(Object.entries(mayBe))('a member may have drawn %s where there are seats', (_, draws) => {
  expect(breachesOf(true, ann, draws)).toEqual([])
})

const mayNotBe: Record<string, [string, bigint][]> = {
  'of its own first and of others then': [
    ['own', 10n],
    ['narrower', 1n],
  ],
  'of its own first and of everybody then': [
    ['own', 10n],
    ['everybody', 1n],
  ],
  'of others first and of its own before their turn': [
    ['narrower', 10n],
    ['own', 1n],
  ],
  'of others out of turn': [['everybody', 1n]],
}

test.each(Object.entries(mayNotBe))('no member may have drawn %s', (_, draws) => {
  expect(breachesOf(true, ann, draws)).toContain('draw_order')
})

test('nothing is passed over where there never were seats', () => {
  expect(breachesOf(false, ann, [['own', 7n]])).toEqual(['draw_order'])
})

test('nobody passes over what is for everybody without being a member', () => {
  expect(breachesOf(true, narrower, [['everybody', 1n]])).toEqual(['draw_order'])
})
