import type Stripe from 'stripe'
import type { Instant } from '../../core/instant.ts'
import type { TakenMoney } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { harmless } from './errors.ts'
import { instantOf, secondsOf, wholeOf } from './expanded.ts'
import { refOf } from './names.ts'

/** All charges that went through and carry a purchase's name. */
export async function* takenSince({ stripe }: Desk, since: Instant): AsyncGenerator<TakenMoney> {
  let starting_after: string | undefined
  do {
    const page: Stripe.ApiList<Stripe.Charge> = await harmless(
      stripe.charges.list({
        created: { gte: secondsOf(since) },
        expand: ['data.payment_intent'],
        limit: 100,
        ...(starting_after === undefined ? {} : { starting_after }),
      }),
    )
    yield* page.data.flatMap(takenOf)
    starting_after = page.has_more ? page.data.at(-1)?.id : undefined
  } while (starting_after !== undefined)
}

function takenOf(charge: Stripe.Charge): TakenMoney[] {
  const intent = wholeOf(charge.payment_intent)
  const about = refOf(charge.metadata) ?? refOf(intent?.metadata)
  if (!charge.paid || !charge.captured || about === null || intent === null) return []
  return [
    {
      about,
      payment_intent: intent.id,
      amount_minor: BigInt(charge.amount_captured),
      refunded_minor: BigInt(charge.amount_refunded),
      currency: charge.currency,
      created_at: instantOf(charge.created),
    },
  ]
}
