import { MICRO } from '../../core/credits.ts'
import type { Instant } from '../../core/instant.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'
import type { Preview } from '../../core/subscriptions/preview.ts'
import type { Subscription } from '../../core/subscriptions/subscription.ts'
import { checkoutOf, statusOf } from './convert-purchase.ts'
import type { CreditTypeName } from './credit-types.ts'
import type { BuyAnswerWire } from './purchase-intent.ts'
import type { SubscriptionIntentWire } from './subscription-intent.ts'

/** A quantity that was subscribed to or changed. */
export interface Recurring {
  readonly creditType: CreditTypeName
  readonly subscription: Subscription
  readonly preview: Preview
  /** What charges it, where it costs something now. */
  readonly purchase: Purchase | null
}

/**
 * Whether the quantity is there: also while another plan waits for as much of it, which is the seller's matter and
 * nothing that was bought.
 */
const isThere = ({ immediate, kind }: Preview): boolean => immediate || kind === 'plan_switch'

/** A page that still waits for its buyer is the answer; else an intent says what became of the wish. */
export const subscriptionAnswer = (recurring: Recurring): BuyAnswerWire =>
  (recurring.purchase && checkoutOf(recurring.purchase)) ?? {
    orbSubscriptionIntent: subscriptionIntent(recurring),
  }

function subscriptionIntent(recurring: Recurring): SubscriptionIntentWire {
  const { subscription, preview, purchase } = recurring
  // Less waits for the renewal, and a larger quantity for whoever has to confirm its payment.
  const status = purchase ? statusOf(purchase) : isThere(preview) ? 'succeeded' : 'pending'
  return {
    id: intentId(recurring),
    ownerId: subscription.account,
    orbSubscriptionId: subscription.id,
    status,
    configuration: configurationOf(recurring),
    orbUpdate: status === 'pending' ? { mode: 'async', status: 'pending' } : { mode: 'sync' },
    ...(purchase && { purchaseIntentId: purchase.id }),
    createdAt: instantText((purchase ?? subscription).created_at),
    updatedAt: instantText((purchase ?? subscription).updated_at),
  }
}

/** An intent that is charged is its purchase's; any other one is the wish for that quantity. */
function intentId({ subscription, preview, purchase }: Recurring): string {
  const own = ({ id }: { readonly id: string }) => id.slice(id.indexOf('_') + 1)
  return `orbsubint_${purchase ? own(purchase) : `${own(subscription)}_${quantityOf(preview)}`}`
}

/** Only whole credits are sold here. */
const quantityOf = ({ terms }: Preview): number => Number(terms.credits_micro / MICRO)

function configurationOf(recurring: Recurring): SubscriptionIntentWire['configuration'] {
  const { creditType: productAlias, subscription, preview, purchase } = recurring
  const quantity = quantityOf(preview)
  const page_url = purchase?.state === 'awaiting_checkout' ? purchase.facts.page_url : null
  const output = {
    effectiveBehavior: isThere(preview) ? 'immediate' : 'end_of_term',
    orbPriceId: subscription.terms.plan,
    pricingSource: 'orb',
    productId: productAlias,
    ...(page_url !== null && { metadata: { hostedPageUrl: page_url } }),
    ...(!isThere(preview) && { pendingSubscriptionChangeId: `${subscription.id}_pending` }),
  } as const
  const isAsItWas = preview.kind === 'plan_switch'
  const effectiveAt = instantText(isAsItWas ? subscription.updated_at : preview.effective_at)
  const change = { productAlias, productId: productAlias, quantity, effectiveAt }
  const options = { productAlias, resourceIds: [] }
  switch (preview.kind) {
    case 'upgrade': {
      const type = 'increase_plan_item_quantity'
      return {
        type,
        options,
        output: { ...output, changedResources: [{ type, ...change, resourceIds: [] }] },
      }
    }
    case 'downgrade': {
      const type = 'decrease_plan_item_quantity'
      return {
        type,
        options,
        output: { ...output, changedResources: [{ type, ...change, resourceIds: [] }] },
      }
    }
    default: {
      const type = 'set_plan_item_quantity'
      const changedResources = [{ type, ...change }] as const
      return {
        type,
        options: { productAlias, quantity },
        output: { ...output, changedResources: [...changedResources] },
      }
    }
  }
}

const instantText = (at: Instant): string => new Date(at).toISOString()
