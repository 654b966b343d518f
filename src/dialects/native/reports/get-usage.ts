import Type from 'typebox'
import { noAccount } from '../../../core/accounts/not-found.ts'
import { refuse } from '../../../core/refusal.ts'
import { dayText } from '../../../core/reports/day.ts'
import { totalsOf, type Used, usageGroups } from '../../../core/reports/usage.ts'
import type { Call } from '../../../http/call.ts'
import { type AnyRefusal, invalid, isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { amountText } from '../convert.ts'
import { AccountPath, Amount, Id, NullableText, strict } from '../fields.ts'
import { forbidOther, onlyOf } from '../own.ts'
import { DayOut, daysAsked, daysWire, reportDays } from './report-days.ts'

const MOST_DAYS = 92

const used = {
  group: Type.Unsafe<string | null>({
    ...NullableText,
    description: 'The member, project or feature; null for usage of none, or where nothing is told apart.',
  }),
  burned: Type.Unsafe<string>({ ...Amount, description: 'What debits took, captures of holds included.' }),
  reversed: Type.Unsafe<string>({
    ...Amount,
    description: 'What reversals gave back on that day, of whatever day the debit was.',
  }),
  debits: Type.Integer(),
}

const usedWire = ({ group, burned_micro, reversed_micro, debits }: Used) => ({
  group,
  burned: amountText(burned_micro),
  reversed: amountText(reversed_micro),
  debits,
})

const ada = { group: 'ada', burned: '12.5', reversed: '0', debits: 3 }

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/usage',
  id: 'get_usage',
  summary: 'Get what an account burned, day by day',
  description:
    `By day in UTC, over at most ${MOST_DAYS} days, the last thirty unless said. Days without usage are left out. An ` +
    'account on a clock of its own has the days of that clock. `credit_type` may be left out where the account has ' +
    'credits of one type only. With `member`, what that one burned; a member who opened the portal sees its own.',
  tags: ['Reports'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: AccountPath,
  query: Type.Object(
    {
      credit_type: Type.Optional(Id),
      ...reportDays,
      by: Type.Optional(Type.Enum([...usageGroups])),
      member: Type.Optional(Id),
    },
    strict,
  ),
  example: {
    params: { account: 'team_acme' },
    query: { credit_type: 'agent', from: '2026-01-01', to: '2026-01-31', by: 'member' },
  },
  success: {
    schema: Type.Object(
      {
        credit_type: Type.String(),
        from: DayOut,
        to: DayOut,
        by: Type.Unsafe<(typeof usageGroups)[number] | null>({
          type: ['string', 'null'],
          enum: [...usageGroups, null],
        }),
        items: Type.Array(Type.Object({ day: DayOut, ...used }, { title: 'UsageDay' })),
        totals: Type.Array(Type.Object(used, { title: 'UsageTotal' })),
      },
      { title: 'Usage' },
    ),
    example: {
      credit_type: 'agent',
      from: '2026-01-01',
      to: '2026-01-31',
      by: 'member',
      items: [{ day: '2026-01-31', ...ada }],
      totals: [ada],
    },
  },
  refusals: ['account_not_found', 'credit_type_not_found'],
  async handler(call) {
    const { store, query, caller, now } = call
    const { account } = call.params
    const forbidden = forbidOther(caller, query.member)
    if (forbidden) return forbidden
    const days = daysAsked(query, MOST_DAYS, now)
    if (isAnyRefusal(days)) return days
    const credit_type = query.credit_type ?? (await onlyType(call, account))
    if (isAnyRefusal(credit_type)) return credit_type
    const { by = null } = query
    const member = onlyOf(caller) ?? query.member ?? null
    const items = await store.reports.usage(account, { credit_type, by, member, ...days })
    if (items.length === 0) {
      if (!(await store.registry.account(account))) return noAccount(account)
      if (!(await store.registry.creditType(credit_type)))
        return refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
    }
    return {
      credit_type,
      ...daysWire(days),
      by,
      items: items.map((one) => ({ day: dayText(one.day), ...usedWire(one) })),
      totals: totalsOf(items).map(usedWire),
    }
  },
})

async function onlyType(
  { store, now }: Pick<Call, 'store' | 'now'>,
  account: string,
): Promise<string | AnyRefusal> {
  const balances = await store.ledger.balances(account, { limit: 2, after: null }, now)
  if (isAnyRefusal(balances)) return balances
  const [only, another] = balances.items
  return only && !another
    ? only.credit_type
    : invalid([
        { field: 'credit_type', message: 'is required, unless the account has credits of one type only' },
      ])
}
