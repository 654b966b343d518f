/** What a comparison with the payments found, whoever made it. */
export interface ReconciledReport {
  readonly since: number
  readonly compared: { readonly payments: number; readonly purchases: number }
  /** Differences that were put right. The server tells only how many. */
  readonly healed: readonly ToldDifference[]
  readonly healed_count: number
  /** Those that somebody has to look into: the first of them. */
  readonly differences: readonly ToldDifference[]
  readonly difference_count: number
}

export interface ToldDifference {
  readonly kind: string
  readonly account: string | null
  readonly purchase: string | null
  readonly what: string
}

/** For a person: one line for each difference. */
export function reportReconciled(report: ReconciledReport): string[] {
  const { since, compared, healed, healed_count, differences, difference_count } = report
  const number = (count: number) => count.toLocaleString('en-US')
  const { payments, purchases } = compared
  const [unnamed, unlisted] = [healed_count - healed.length, difference_count - differences.length]
  return [
    `Compared ${number(payments)} payments and ${number(purchases)} purchases since ${new Date(since).toISOString()}.`,
    ...healed.map((one) => `  put right: ${told(one)}`),
    ...(unnamed > 0 ? [`  put right: ${number(unnamed)} of them`] : []),
    ...(difference_count > 0 ? [`${number(difference_count)} differences:`] : []),
    ...differences.map(told),
    ...(unlisted > 0 ? [`… and ${number(unlisted)} more`] : []),
  ]
}

const told = ({ kind, account, purchase, what }: ToldDifference): string =>
  `${kind}: ${[account, purchase, what].filter((part) => part !== null).join(' ')}`
