import { isRefusal } from '../../src/core/refusal.ts'
import { advanceClock } from '../../src/core/subscriptions/advance-clock.ts'
import { advanceDue } from '../../src/core/subscriptions/advance-due.ts'
import { agree } from './subscription-look.ts'
import { TYPE } from './subscription-plans.ts'
import type { Told } from './subscription-preview.ts'
import { DAY } from './subscription-rules.ts'
import type { Walker } from './subscription-walk.ts'

/** The job does what is to be done by now, which it finds by itself. */
export async function byJob({ subject, account, model, now, real }: Walker): Promise<Told> {
  await advanceDue(subject.only(account), () => real)
  model.tick(now)
  const { sub } = model
  const is = await subject.buying.store.registry.subscriptionTo(account, TYPE)
  if (sub?.status === 'active' || sub?.status === 'past_due')
    agree('what the job did', [is?.status, is?.month], [sub.status, sub.month])
  return 'by the job'
}

/** The account's clock goes from one moment at which something is due to the next. Pages wait for people. */
export async function putsForward(walker: Walker, days: number): Promise<Told> {
  const { subject, account, model, real, ahead } = walker
  const { sub, card } = model
  const target = walker.now + days * DAY
  const waits = sub?.bill || sub?.owed.some(({ state }) => state === 'open')
  if (waits || sub?.by === 'send_invoice' || card?.kind === 'asks' || ahead > 9 * 365 * DAY) return 'not now'
  const put = await advanceClock(subject.buying, account, `P${days}D`, real)
  agree('where the clock is', isRefusal(put) ? put : put.now, target)
  let was: number | null = null
  for (let due = model.dueAt(); due !== null && due <= target && due !== was; due = model.dueAt()) {
    model.tick(Math.max(due, walker.now))
    was = due
  }
  model.tick(target)
  walker.now = target
  walker.ahead += days * DAY
  return 'ok'
}
