import Type, { type Static } from 'typebox'
import type { Instant } from '../../../core/instant.ts'
import type { Store } from '../../../core/ports.ts'
import { isInForce } from '../../../core/subscriptions/outlook.ts'
import type { SeatBalance } from '../../../core/subscriptions/overview.ts'
import { readSeats } from '../../../core/subscriptions/read-seats.ts'
import type { Subscription } from '../../../core/subscriptions/subscription.ts'
import { amountText } from '../convert.ts'
import { Amount, NullableText } from '../fields.ts'

const fields = {
  id: Type.String(),
  member: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'Null: nobody has it.' }),
  allotment: Type.String({ description: 'What it was given this month.' }),
  bonus: Type.String({ description: "Of that, the first month's bonus." }),
  used: Amount,
  remaining: Amount,
  grant: NullableText,
}

export const SeatWire = Type.Object(fields, { title: 'Seat' })

/** Where this month's credits are not given, because the renewal is not paid, a seat has none. */
export function seatWire(seat: SeatBalance, inForce: boolean): Static<typeof SeatWire> {
  const [allotment, bonus, remaining] = inForce
    ? [seat.allotment_micro, seat.bonus_micro, seat.remaining_micro]
    : [0n, 0n, 0n]
  return {
    id: seat.id,
    member: seat.member,
    allotment: amountText(allotment),
    bonus: amountText(bonus),
    used: amountText(allotment - remaining),
    remaining: amountText(remaining),
    grant: inForce ? seat.grant : null,
  }
}

export const NullableSeat = Type.Unsafe<Static<typeof SeatWire> | null>({
  ...Type.Object(fields),
  type: ['object', 'null'],
})

/** What a member has after a seat was given, taken or moved. */
export const MemberSeatWire = Type.Object(
  { member: Type.String(), seat: NullableSeat },
  { title: 'MemberSeat' },
)

export async function memberSeat(
  store: Pick<Store, 'registry' | 'ledger'>,
  subscription: Subscription,
  member: string,
  now: Instant,
): Promise<Static<typeof MemberSeatWire>> {
  const seats = await readSeats(store, subscription, now)
  const seat = seats.find((one) => one.member === member)
  return { member, seat: seat ? seatWire(seat, isInForce(subscription, now)) : null }
}
