import { ownTime } from '../accounts/own-time.ts'
import { type GoOn, toTheEnd } from '../go-on.ts'
import type { Instant } from '../instant.ts'
import { isRefusal } from '../refusal.ts'
import { cardsChanged } from '../subscriptions/cards-changed.ts'
import type { Buying } from './buying.ts'
import { refresh } from './look-again.ts'
import type { PaymentEvent } from './payments.ts'
import type { Mark } from './records.ts'

const MARK = 'payment_events'
const LATE_MARK = 'late_payment_events'

/** An event may be listed a little after its time, and clocks differ. */
const OVERLAP_MS = 20_000

/**
 * One that was listed later than that is found by a look further back, which is taken now and then: a busy hour has
 * thousands of events, and all that are listed are read.
 */
const LATE_MS = 5 * 60_000

/** How far back a server looks that never looked before. */
const FIRST_MS = 24 * 3_600_000

/**
 * Settles what happened where the money is and no webhook told of. All of it is listed before the first look, so one
 * look at a purchase serves every event that told of it. Answers how many purchases were looked at.
 */
export async function catchUp(buying: Buying, now: Instant, goOn: GoOn = toTheEnd): Promise<number> {
  const { registry } = buying.store
  const [mark, late] = await Promise.all([registry.mark(MARK), registry.mark(LATE_MARK)])
  const isLate = !late || now - late.at >= LATE_MS
  const since = sinceOf(isLate ? late : mark, isLate ? LATE_MS : OVERLAP_MS, now)
  const events: PaymentEvent[] = []
  for await (const event of buying.payments.eventsSince(since)) if (nameOf(event) !== null) events.push(event)
  const noted = await registry.notedEvents(events.map(({ id }) => id))
  const fresh = Map.groupBy(
    events.filter(({ id }) => !noted.has(id)),
    nameOf,
  )
  const failures: unknown[] = []
  let settled = 0
  for (const told of fresh.values()) {
    // The mark stays here, too: whoever comes next goes on with the rest.
    if (!(await goOn())) return settled
    await settleAll(buying, told, now).catch((error: unknown) => failures.push(error))
    if (told[0]?.about) settled += 1
  }
  // The mark stays, so that these are looked at again; those that went well are noted.
  if (failures.length > 0) throw failures[0]
  await registry.setMark(MARK, { at: now, found: null })
  if (isLate) await registry.setMark(LATE_MARK, { at: now, found: null })
  return settled
}

const sinceOf = (mark: Mark | null, overlap_ms: number, now: Instant): Instant =>
  mark ? mark.at - overlap_ms : now - FIRST_MS

/** What it tells of; null where that is nothing of ours. */
const nameOf = ({ about, card_of }: PaymentEvent): string | null =>
  about ? `${about.account} ${about.purchase}` : card_of

/** What names a purchase that isn't here is noted, too: another installation's, on the same account of the payment's side. */
async function settleAll(buying: Buying, told: readonly PaymentEvent[], now: Instant): Promise<void> {
  const { registry } = buying.store
  const [first] = told
  if (first?.about) {
    const { account, purchase } = first.about
    const own = await ownTime(buying.store, account, now)
    const payment_only = told.every((event) => event.payment_only)
    const settled = await refresh(buying, account, purchase, `event:${first.id}`, own, payment_only)
    if (isRefusal(settled) && settled.refused !== 'purchase_not_found') return
  }
  if (first && first.card_of !== null) await cardsChanged(buying, first.card_of, now)
  for (const { id } of told) await registry.noteEvent(id, now)
}
