import type { Difference } from '../core/purchases/difference.ts'
import type { Reconciled } from '../core/purchases/reconcile.ts'

/** What a comparison with the payments found, for a person: one line for each difference. */
export function reportReconciled({ since, compared, healed, differences }: Reconciled): string[] {
  const number = (count: number) => count.toLocaleString('en-US')
  const { payments, purchases } = compared
  return [
    `Compared ${number(payments)} payments and ${number(purchases)} purchases since ${new Date(since).toISOString()}.`,
    ...healed.map((one) => `  put right: ${told(one)}`),
    ...(differences.length > 0 ? [`${number(differences.length)} differences:`] : []),
    ...differences.map(told),
  ]
}

const told = ({ kind, account, purchase, what }: Difference): string =>
  `${kind}: ${account} ${purchase} ${what}`
