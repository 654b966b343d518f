import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { onlyOf } from '../own.ts'
import { ExplanationWire, explanationWire } from './convert-debit.ts'
import { DebitPath, noDebit } from './debit-path.ts'
import { ownExplanation } from './own-debit.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/debits/:debit',
  id: 'get_debit',
  summary: 'Explain a debit',
  description:
    'What it burned, from which grants and why those, the caps it met, and the balance around it. A member who opened ' +
    'the portal sees its own, with the caps on the account and on itself, and without keys and reasons.',
  tags: ['Debits'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: DebitPath,
  example: { params: { account: 'team_acme', debit: examples.debit.id } },
  success: {
    schema: ExplanationWire,
    example: {
      ...examples.debit,
      grants: [
        {
          ...examples.draw,
          source: 'manual',
          priority: 100,
          scope: examples.grant.scope,
          expires_at: examples.LATER,
        },
      ],
      reversals: [],
    },
  },
  refusals: ['account_not_found', 'debit_not_found'],
  async handler({ store, params, caller }) {
    const found = await store.ledger.debit(params.account, params.debit)
    const own = onlyOf(caller)
    if (!found || (own !== null && found.debit.usage.member !== own))
      return noDebit(params.account, params.debit)
    return explanationWire(own === null ? found : ownExplanation(found))
  },
})
