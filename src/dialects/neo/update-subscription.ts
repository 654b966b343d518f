import Type from 'typebox'
import type { Account } from '../../core/accounts/account.ts'
import type { Member } from '../../core/accounts/member.ts'
import type { Registry } from '../../core/ports.ts'
import { isRefusal } from '../../core/refusal.ts'
import { changeTerms } from '../../core/subscriptions/change.ts'
import { type FieldFault, type HttpRefusal, invalid, isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { ChangeWire, changeWire } from './convert-change.ts'
import * as examples from './examples-subscription.ts'
import { CardId, Email, redirects, terms, textOrNull } from './fields.ts'
import { subscriptionOf } from './find-subscription.ts'
import { wantedTerms } from './wanted-terms.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/update',
  id: 'neo_update_subscription',
  summary: 'Change the subscription',
  description:
    'More comes at once, for its share of the price; less, and another interval, waits for the renewal. Fewer seats ' +
    'than members who have one: `demote_member_emails` says who give theirs up then.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Object({
    ...Type.Partial(Type.Object(terms)).properties,
    demote_member_emails: Type.Optional(Type.Array(Email, { maxItems: 10_000 })),
    payment_method_id: CardId,
    ...redirects,
  }),
  example: { body: { seats: 4 } },
  success: { schema: ChangeWire, example: examples.change },
  refusals: [
    'subscription_not_found',
    'subscription_not_active',
    'plan_not_offered',
    'seats_out_of_range',
    'subscription_ends',
    'demotion_required',
    'member_has_no_seat',
    'amount_too_small',
    'redirect_not_allowed',
    'payment_method_not_found',
    'card_declined',
    'authentication_required',
    'payment_refused',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'change the subscription')
    if (isAnyRefusal(actor)) return actor
    const { account } = actor
    const { registry } = call.store
    const { demote_member_emails = [], payment_method_id } = call.body
    const known = await subscriptionOf(registry, account)
    if (isRefusal(known)) return known
    const demote = await membersOf(registry, account, demote_member_emails)
    if (isAnyRefusal(demote)) return demote
    const changed = await changeTerms(
      call.buying,
      {
        account: account.id,
        subscription: known.id,
        terms: wantedTerms(call.body),
        demote,
        paying: {
          payment_method: textOrNull(payment_method_id),
          by_page: true,
          success_url: textOrNull(call.body.redirect_success_url),
          cancel_url: textOrNull(call.body.redirect_cancel_url),
          source: null,
        },
        expected_minor: null,
        once: call.onceRequest(account.id),
      },
      call.now,
    )
    if (isRefusal(changed)) return changed
    call.replayed = changed.replayed
    return changeWire(changed)
  },
})

async function membersOf(
  registry: Pick<Registry, 'membersByEmail'>,
  { id }: Account,
  emails: readonly string[],
): Promise<readonly string[] | HttpRefusal> {
  const members: string[] = []
  const faults: FieldFault[] = []
  const known = emails.length === 0 ? new Map<string, Member>() : await registry.membersByEmail(id, emails)
  for (const [n, email] of emails.entries()) {
    const member = known.get(email)
    if (member) members.push(member.id)
    else faults.push({ field: `demote_member_emails/${n}`, message: 'is the email of no member of the team' })
  }
  return faults.length > 0 ? invalid(faults) : members
}
