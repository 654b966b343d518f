import type { Allotment } from '../../src/core/subscriptions/seat.ts'
import { before, expiryOf, type ModelGrant, type ModelWallet } from './model-wallet.ts'

/** Takes what is left and gives it on, with what comes on top; says whether anything was given. */
export function allot(wallet: ModelWallet, { deals }: Allotment, at: number): boolean {
  let given = false
  const were = wallet.grants
    .filter(({ source, priority }) => source === 'subscription' && priority === 50)
    .sort(before)
  const lives = (grant: ModelGrant): boolean => (expiryOf(grant) ?? Infinity) > at
  for (const { take, give } of deals) {
    const old = take === null ? undefined : wallet.grants.find(({ id }) => id === take)
    let left = 0n
    if (old && lives(old)) {
      const isKept = give?.scope.member === old.scope.member
      left = takeOf(wallet, old, Infinity, isKept, at)
      // What its holder has besides goes along, up to what the seat was given.
      const beside = isKept
        ? []
        : were.filter((one) => one.scope.member === old.scope.member && expiryOf(one) === expiryOf(old))
      for (const grant of beside.filter((one) => one !== old && lives(one))) {
        const room = give ? (give.most_micro ?? 0n) - give.amount_micro - left : Infinity
        left += takeOf(wallet, grant, room, false, at)
      }
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

/** What can be drawn is taken; where nobody keeps the grant, what is held of it must never be drawn again. */
function takeOf(
  wallet: ModelWallet,
  grant: ModelGrant,
  room: bigint | number,
  isKept: boolean,
  at: number,
): bigint {
  if (grant.isFrozen || room <= 0) return 0n
  const open = grant.amount - grant.revoked
  const left = grant.left < open ? grant.left : open
  const taken = typeof room === 'bigint' && room < left ? room : left
  const held = grant.held > grant.writtenOff ? grant.held - grant.writtenOff : 0n
  const rest = held < open - left ? held : open - left
  const off = isKept || taken < left ? 0n : rest
  grant.revoked += taken + off
  grant.writtenOff += off
  wallet.move('wallet', 'revoked', taken, grant, at)
  return taken
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
  owed: 0n,
  paid: 0n,
}
