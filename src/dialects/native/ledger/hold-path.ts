import Type from 'typebox'
import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Call } from '../../../http/call.ts'
import { Id } from '../fields.ts'

export const HoldPath = Type.Object({ account: Id, hold: Id })

export const noHold = (account: string, id: string): Refusal =>
  refuse('hold_not_found', `The account ${account} has no hold ${id}.`)

/** A key that is bound to a member reaches that member's holds only: it would burn in another's name else. */
export async function otherMembersHold(
  { caller, store, now }: Call,
  { account, hold: id }: { readonly account: string; readonly hold: string },
): Promise<Refusal | null> {
  if (caller.member === null) return null
  const hold = await store.ledger.hold(account, id, now)
  return hold?.usage.member === caller.member ? null : noHold(account, id)
}
