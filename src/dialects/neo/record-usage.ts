import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { forbid } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { actorOf, whoBurns } from './actor.ts'
import { NEO } from './credit-type.ts'
import * as examples from './examples.ts'
import { Id, UsedCredits } from './fields.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/usage',
  id: 'neo_usage',
  summary: 'Burn credits',
  description:
    "Scrip's addition to this face. Checks the caps and the balance and charges, in one durable step. A member burns " +
    "the team's credits under its own cap. The idempotency key is kept for good.",
  tags: ['Neo'],
  allow: whoBurns,
  body: Type.Object({ credits: UsedCredits, project_id: Type.Optional(Id) }),
  example: { body: { credits: 2.5, project_id: 'apollo' } },
  success: {
    schema: Type.Object(
      { usage_id: Type.String(), credits: ExactNumber(), available_credits: ExactNumber('After it.') },
      { title: 'NeoUsage' },
    ),
    example: examples.usage,
  },
  refusals: [
    'credit_type_not_found',
    'account_spending_cap_reached',
    'user_spending_cap_reached',
    'project_spending_cap_reached',
    'key_spending_cap_reached',
    'insufficient_credits',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    if (!actor.mayBurn) return forbid('A viewer may not use credits.')
    const id = call.mint('deb')
    const { answer, replayed } = await call.store.ledger.submit(
      {
        kind: 'debit',
        account: actor.account.id,
        key: call.key ?? id,
        fingerprint: '',
        credit_type: NEO,
        id,
        amount_micro: call.body.credits,
        usage: { member: call.caller.member, project: call.body.project_id ?? null, feature: null },
        api_key: call.caller.key,
        metadata: null,
        occurred_at: null,
      },
      call.now,
    )
    call.replayed = replayed
    if (isRefusal(answer)) return answer
    const { debit } = answer
    return {
      usage_id: debit.id,
      credits: exactNumber(debit.amount_micro),
      available_credits: exactNumber(debit.after_micro),
    }
  },
})
