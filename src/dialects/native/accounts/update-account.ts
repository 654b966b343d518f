import Type from 'typebox'
import { updateAccount } from '../../../core/accounts/update-account.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { forbid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict, Text } from '../fields.ts'
import { AccountWire, accountWire, buyingTerms, NullableSlug } from './convert-account.ts'

export default route({
  method: 'PATCH',
  path: '/v1/accounts/:account',
  id: 'update_account',
  summary: 'Change an account',
  description:
    'What is left out stays as it is. A slug of null gives the old one up. How the account buys is for the operator ' +
    'to say.',
  tags: ['Accounts'],
  allow: ['operator', 'admin'],
  params: AccountPath,
  body: Type.Object(
    { name: Type.Optional(Text(200)), slug: Type.Optional(NullableSlug), ...buyingTerms },
    strict,
  ),
  example: { params: { account: 'team_acme' }, body: { name: 'Acme Ltd' } },
  success: { schema: AccountWire, example: { ...examples.account, name: 'Acme Ltd' } },
  refusals: ['account_not_found', 'slug_taken', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    const terms = Object.keys(buyingTerms).filter((name) => name in call.body)
    if (terms.length > 0 && call.caller.role !== 'operator')
      return forbid(`Only the operator sets ${terms.join(', ')}.`)
    const answer = await call.once(account, (registry) =>
      updateAccount(registry, { id: account, ...call.body }),
    )
    return isRefusal(answer) ? answer : accountWire(answer)
  },
})
