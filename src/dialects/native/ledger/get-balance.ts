import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { forbid, invalid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { scopeOf } from '../convert.ts'
import * as examples from '../examples.ts'
import { Id, InstantIn, strict } from '../fields.ts'
import { forbidOther, onlyOf } from '../own.ts'
import { BalanceWire, balanceWire } from './convert-balance.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/balances/:credit_type',
  id: 'get_balance',
  summary: 'Get a balance',
  description:
    'What somebody can burn now, to the millisecond of every expiry; what is scoped to one member, project or ' +
    'feature is part of it. With `member`, `project` or `feature`, what that usage can burn, and what of it expires ' +
    'next. With `as_of`, what it was then, from the ledger. A member who opened the portal sees what it can burn itself, ' +
    'whatever it is for.',
  tags: ['Balances'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: Type.Object({ account: Id, credit_type: Id }),
  query: Type.Object(
    {
      as_of: Type.Optional(InstantIn),
      member: Type.Optional(Id),
      project: Type.Optional(Id),
      feature: Type.Optional(Id),
    },
    strict,
  ),
  example: { params: { account: 'team_acme', credit_type: 'agent' } },
  success: { schema: BalanceWire, example: examples.balance },
  refusals: ['account_not_found', 'credit_type_not_found'],
  async handler({ store, params: { account, credit_type }, query, caller, now }) {
    const forbidden = forbidOther(caller, query.member)
    if (forbidden) return forbidden
    const { as_of, project, feature } = query
    const own = onlyOf(caller)
    // What it may use is between its product and itself; here it would be told what any project was given.
    if (own !== null && (project ?? feature) !== undefined)
      return forbid(`The member ${own} sees what it can burn for whatever project and feature.`)
    const member = own ?? query.member
    const isOfUsage = (member ?? project ?? feature) !== undefined
    const usage = isOfUsage ? scopeOf({ member, project, feature }) : undefined
    if (as_of !== undefined && as_of > now)
      return invalid([{ field: 'as_of', message: 'must not lie ahead' }])
    if (as_of !== undefined && usage)
      return invalid([{ field: 'as_of', message: 'does not go with a member, project or feature' }])
    const balance =
      as_of === undefined
        ? await store.ledger.balance(account, credit_type, now, usage)
        : await store.ledger.balanceAsOf(account, credit_type, as_of, now)
    return isRefusal(balance) ? balance : balanceWire(balance)
  },
})
