import { lookAgain } from '../../src/core/purchases/look-again.ts'
import { refundPurchase } from '../../src/core/purchases/refund-purchase.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { endsNow } from './subscription-calls.ts'
import { agree } from './subscription-look.ts'
import type { Told } from './subscription-preview.ts'
import { MICROS_A_CENT } from './subscription-rules.ts'
import type { ModelBill } from './subscription-seats.ts'
import type { Walker } from './subscription-walk.ts'

/** One of the bills that are paid, in the model and in the code. */
async function paidOf({ model, subject, account }: Walker, which: number) {
  const paid = model.bills.filter(({ state }) => state === 'paid')
  const bill = paid[which % Math.max(paid.length, 1)]
  if (!bill) return null
  const purchase = (await subject.bills(account))[model.bills.indexOf(bill)]
  agree('what the bill costs', purchase?.price_minor, bill.due)
  return purchase ? { bill, purchase } : null
}

/** Money of a bill is given back, some of it or all: what the bill brought stays. */
export async function refunds(walker: Walker, which: number, dice: number): Promise<Told> {
  const found = await paidOf(walker, which)
  if (!found) return 'none'
  const { bill, purchase } = found
  const half = dice % 2 === 0 && bill.due > 1n ? bill.due / 2n : null
  const asked = {
    account: walker.account,
    purchase: purchase.id,
    amount_minor: half,
    reason: null,
    once: null,
  }
  const answer = await refundPurchase(walker.subject.buying, asked, walker.now)
  agree('whether it is refunded', isRefusal(answer) ? answer.refused : null, null)
  bill.state = half === null ? 'refunded' : 'part'
  if (walker.model.commitment !== null) walker.model.commitment += (half ?? bill.due) * MICROS_A_CENT
  return bill.state
}

/** The bank takes the money of a bill back. Where it is lost, so is the subscription that it was for. */
export async function disputes(walker: Walker, which: number, dice: number): Promise<Told> {
  const found = await paidOf(walker, which)
  const intent = found?.purchase.facts.payment_intent
  if (!found || !intent || found.bill.by === 'commitment') return 'none'
  const { bill, purchase } = found
  const { model, now, subject } = walker
  const end = dice % 2 === 0 ? 'won' : 'lost'
  await subject.dispute(intent, end)
  await lookAgain(subject.buying, purchase, 'test', now)
  bill.state = end
  if (end === 'lost' && isLive(walker, bill)) endsNow(model, now)
  return end
}

const isLive = ({ model: { sub } }: Walker, { of }: ModelBill): boolean =>
  of === sub && sub.status !== 'canceled'
