import Type from 'typebox'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict } from '../fields.ts'
import { submit } from '../submit.ts'
import { DebitReceipt, debitReceipt } from './convert-debit.ts'
import { debitCommand, debitFields } from './debit-command.ts'
import { usageRefusals } from './usage-refusals.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/debits',
  id: 'create_debit',
  summary: 'Burn credits',
  description:
    'Checks and charges in one durable step: when this answers 201, the credits are burned. Its idempotency key is ' +
    'kept for good. A key bound to a member burns for that member.',
  tags: ['Debits'],
  allow: ['operator', 'admin', 'spender'],
  params: AccountPath,
  body: Type.Object(debitFields, strict),
  example: {
    params: { account: 'team_acme' },
    body: { credit_type: 'agent', amount: '12.5', member: 'ada', feature: 'chat', metadata: { run: '4711' } },
  },
  success: { status: 201, schema: DebitReceipt, example: examples.receipt },
  refusals: usageRefusals,
  idempotent: true,
  async handler(call) {
    const command = debitCommand(call, call.params.account, call.key, call.body)
    if (isAnyRefusal(command)) return command
    const answer = await submit(call, command)
    return isAnyRefusal(answer) ? answer : debitReceipt(answer)
  },
})
