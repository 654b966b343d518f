import type { Allotment } from '../../src/core/subscriptions/seat.ts'
import { expiryOf, type ModelGrant, type ModelWallet } from './model-wallet.ts'

/** Takes what is left and gives it on, with what comes on top; says whether anything was given. */
export function allot(wallet: ModelWallet, { deals }: Allotment, at: number): boolean {
  let given = false
  for (const { take, give } of deals) {
    const old = take === null ? undefined : wallet.grants.find(({ id }) => id === take)
    const isOver = (expiryOf(old ?? NONE) ?? Infinity) <= at
    const open = old && !isOver ? old.amount - old.revoked : 0n
    const left = old && old.left < open ? old.left : open
    if (old && left > 0n) {
      old.revoked += left
      wallet.move('wallet', 'revoked', left, old, at)
    }
    const amount = left + (give?.amount_micro ?? 0n)
    if (!give || give.expires_at <= at || amount === 0n) continue
    const grant: ModelGrant = {
      ...NONE,
      id: give.grant,
      amount,
      scope: give.scope,
      starts_at: at,
      created_at: at,
      expiries: [{ since: at, at: give.expires_at }],
    }
    wallet.grants.push(grant)
    wallet.start(grant, at)
    given = true
  }
  return given
}

const NONE: ModelGrant = {
  id: '',
  source: 'subscription',
  amount: 0n,
  priority: 50,
  scope: { member: null, project: null, feature: null },
  starts_at: 0,
  created_at: 0,
  rolling: false,
  expiries: [],
  revoked: 0n,
  stage: 'scheduled',
  left: 0n,
  held: 0n,
  frozen: 0n,
  isFrozen: false,
  writtenOff: 0n,
}
