import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { metadataText, usageOf } from '../convert.ts'
import { AccountPath, CreditsIn, Id, Metadata, NullableId, strict, Ttl } from '../fields.ts'
import { submit } from '../submit.ts'
import { HoldAnswer, holdAnswer, holdAnswerExample } from './hold-answer.ts'
import { usageRefusals } from './usage-refusals.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/holds',
  id: 'create_hold',
  summary: 'Set credits aside',
  description:
    'For work under way: capture what it took, release the rest. A hold past its end is released by itself, also ' +
    'when no server ran at that moment.',
  tags: ['Holds'],
  allow: ['operator', 'admin', 'spender'],
  params: AccountPath,
  body: Type.Object(
    {
      credit_type: Id,
      amount: CreditsIn,
      ttl_seconds: Ttl,
      member: Type.Optional(NullableId),
      project: Type.Optional(NullableId),
      feature: Type.Optional(NullableId),
      metadata: Type.Optional(Metadata),
    },
    strict,
  ),
  example: {
    params: { account: 'team_acme' },
    body: { credit_type: 'agent', amount: '12.5', ttl_seconds: 600, member: 'ada' },
  },
  success: { status: 201, schema: HoldAnswer, example: holdAnswerExample },
  refusals: usageRefusals,
  idempotent: true,
  async handler(call) {
    const { body, caller } = call
    const usage = usageOf(caller, body)
    if ('refused' in usage) return usage
    const answer = await submit(call, {
      kind: 'reserve',
      account: call.params.account,
      ...call.envelope(),
      credit_type: body.credit_type,
      id: call.mint('hld'),
      amount_micro: body.amount,
      ttl_ms: body.ttl_seconds * 1000,
      usage,
      api_key: caller.key,
      metadata: metadataText(body.metadata),
    })
    return isRefusal(answer) ? answer : holdAnswer(answer)
  },
})
