import type { Registry } from '../../core/ports.ts'
import type { Step } from '../../core/subscriptions/records.ts'
import { purchaseHappenings } from '../../core/webhooks/happening.ts'
import { answerText } from '../ledger/answer-json.ts'
import {
  INSERTED,
  insertedValues,
  TRANSITION,
  transitionRows,
  transitionValues,
} from '../purchases/purchase-rows.ts'
import { type Prepared, places, preparedRowsOf, type Session, timestamp } from '../session/session.ts'
import { happened, happenedValues, telling } from '../webhooks/webhook-happenings.ts'
import { atLast, put, seatValues } from './seats.ts'
import { noted, notedValues } from './subscription-events.ts'
import { change, changeValues } from './subscriptions.ts'

/**
 * A step in one statement: a renewal is two of them, and each of their parts by itself would cost a round trip and a
 * plan. Every part hangs on the row that `changed` returns, so where somebody else was faster, none is written.
 */
function statementOf({
  subscription,
  event,
  bill,
  seats,
  allotment,
}: Step): Prepared & { values: unknown[] } {
  const values = changeValues(subscription)
  const parts = [`changed as (${change})`]
  /** Adds a part that takes these values, from the parameter of the number that it is told. */
  const add = (some: readonly unknown[], part: (first: number) => readonly string[]) => {
    parts.push(...part(values.length + 1))
    values.push(...some)
  }
  if (bill) {
    add(insertedValues(bill.purchase), (first) => [
      `billed as (
        insert into purchases (${INSERTED.join(', ')}) select ${places(first, INSERTED.length)} from changed)`,
    ])
    add(transitionValues(bill.transitions), (first) => [
      `moved as (
        insert into purchase_transitions (${TRANSITION.join(', ')})
        select t.* from changed cross join ${transitionRows(first)})`,
    ])
    add(happenedValues(purchaseHappenings(bill.purchase, bill.transitions)), (first) => [
      `told_bill as (${telling(happened(first, 'changed'))})`,
    ])
  }
  if (seats.length > 0) add(seatValues(atLast(seats)), (first) => [`dealt as (${put(first, 'changed')})`])
  if (allotment) {
    const { account, id, subscription: of, credit_type, deals, at } = allotment
    add([account, id, of, credit_type, answerText(deals), timestamp(at)], (first) => [
      `allotted as (
        insert into allotments (account_id, allotment_id, subscription_id, credit_type, deals, at)
        select ${places(first, 6)} from changed)`,
    ])
  }
  add(notedValues(event, { ...subscription, version: event.version }), (first) => {
    const { event: noting, told } = noted(first, 'changed')
    return [`noted as (${noting})`, `told as (${told})`]
  })
  const name = ['step', bill && 'billed', seats.length > 0 && 'dealt', allotment && 'allotted'].filter(
    Boolean,
  )
  return { name: name.join('_'), text: `with ${parts.join(',\n')} select 1 from changed`, values }
}

export const subscriptionStepsOn = (session: Session): Pick<Registry, 'writeStep'> => ({
  async writeStep(step) {
    const { values, ...prepared } = statementOf(step)
    return (await preparedRowsOf(session, prepared, values)).length === 1
  },
})
