import { agree } from './subscription-look.ts'
import { TYPE } from './subscription-plans.ts'
import type { Walker } from './subscription-walk.ts'

/** What was granted for each month, what was left of it and what was taken back; and who drew it. */
export async function lookAtEnd({ subject, account, model, now, spent }: Walker): Promise<void> {
  const granted = await subject.rows<{ ends: number; given: string }>(
    `select expires_at as ends, sum(amount_micro - revoked_micro)::text as given from grants
     where account_id = $1 and credit_type = $2 and source = 'subscription' and expires_at is not null
     group by 1 having sum(amount_micro - revoked_micro) > 0 order by 1`,
    [account, TYPE],
  )
  const months = new Map<number, bigint>()
  for (const { of, ends, amount, taken } of model.wallet.lots)
    if (of === 'seat' && ends !== null && amount > taken)
      months.set(ends, (months.get(ends) ?? 0n) + amount - taken)
  agree(
    'what was granted for each month',
    granted.map(({ ends, given }) => [ends, given]),
    [...months].sort(([a], [b]) => a - b).map(([ends, given]) => [ends, String(given)]),
  )
  const strangers = await subject.rows(
    `select d.debit_id from debits d join entries e on e.account_id = d.account_id and e.cause_id = d.debit_id
     join grants g on g.account_id = e.account_id and g.grant_id = e.grant_id
     where d.account_id = $1 and g.source = 'subscription' and g.scope_member is not null
       and g.scope_member is distinct from d.member_id`,
    [account],
  )
  agree('who drew what is not theirs', strangers, [])
  const paid = model.bills.reduce(
    (sum, { due, state }) => sum + (state === 'open' || state === 'failed' ? 0n : due),
    spent,
  )
  if (model.commitment === null) agree('what was charged in all', await subject.charged(account), paid)
  else agree('what is left of the commitment', await subject.committed(account, now), model.commitment)
}
