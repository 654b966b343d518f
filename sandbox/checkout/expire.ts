import { refuse } from '../errors.ts'
import { cancelIntent, isCancellable } from '../payment-intents/cancel.ts'
import type { Session } from '../wire.ts'
import type { Work } from '../work.ts'

/** Ends a session that was not completed, and with it the attempt to pay. */
export function expireSession(work: Work, session: Session): Session {
  if (session.status !== 'open')
    throw refuse(
      `Only Checkout Sessions with a status in ["open"] can be expired; this one is ${session.status}.`,
    )
  session.status = 'expired'
  session.url = null
  const intent = work.objects.find('payment_intent', session.payment_intent ?? '')
  if (intent !== undefined && isCancellable(intent)) cancelIntent(work, intent, 'automatic')
  work.objects.dueAt(session.id, null)
  work.objects.save(session)
  work.emit('checkout.session.expired', session)
  return session
}
