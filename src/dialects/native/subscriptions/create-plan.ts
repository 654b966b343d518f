import Type from 'typebox'
import { MAX_DAYS_UNTIL_DUE, USUAL_DAYS_UNTIL_DUE } from '../../../core/subscriptions/check-plan.ts'
import { createPlan } from '../../../core/subscriptions/create-plan.ts'
import { HttpRefused, isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { Currency } from '../catalogue/convert-credit-type.ts'
import * as examples from '../examples.ts'
import { Id, LimitIn, strict, Text } from '../fields.ts'
import { GivesTo, PlanWire, PricingIn, planPricing, planWire } from './convert-plan.ts'

export default route({
  method: 'POST',
  path: '/v1/plans',
  id: 'create_plan',
  summary: 'Create a plan',
  description:
    'What accounts subscribe to: seats that each grant credits every month. Priced by `size`: each of the `sizes` has ' +
    'so many `credits` a month and its price for a month, for a year or for both. Priced by `credit`: any number of ' +
    'credits, and what each of a month costs. `bonus` is what each seat gets above that in its first month; an ' +
    'invoice that is sent is due after `days_until_due`. A plan never changes: make another and archive this one.',
  tags: ['Plans'],
  allow: ['operator'],
  body: Type.Object(
    {
      id: Type.Optional(Id),
      name: Text(200),
      credit_type: Id,
      currency: Type.Optional(Currency),
      gives_to: Type.Optional(GivesTo),
      pricing: PricingIn,
      bonus: Type.Optional(LimitIn),
      days_until_due: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_DAYS_UNTIL_DUE })),
    },
    strict,
  ),
  example: {
    body: {
      id: 'team',
      name: 'Team',
      credit_type: 'agent',
      pricing: {
        by: 'size',
        sizes: [
          { credits: '1000', month_price: '9.50', year_price: '95.00' },
          { credits: '5000', month_price: '45.00' },
        ],
      },
      bonus: '100',
    },
  },
  success: { status: 201, schema: PlanWire, example: examples.plan },
  refusals: ['credit_type_not_found', 'plan_exists', 'plan_not_offered', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { id = null, name, credit_type, gives_to = 'seats', bonus = 0n } = call.body
    const { days_until_due = USUAL_DAYS_UNTIL_DUE } = call.body
    const answer = await call.once('', async (registry) => {
      const currency = call.body.currency ?? (await registry.creditType(credit_type))?.currency ?? null
      // Money has as many decimals as its currency. Without a credit type there is none, and that is said below.
      const pricing = planPricing(call.body.pricing, currency ?? 'usd')
      if (isAnyRefusal(pricing)) throw new HttpRefused(pricing)
      const plan = { id, name, credit_type, currency, gives_to, pricing, bonus_micro: bonus, days_until_due }
      return createPlan(registry, plan, call.now, call.ports.ids)
    })
    return isAnyRefusal(answer) ? answer : planWire(answer)
  },
})
