import type { CreditType } from '@scrip/sdk'

type Expiry = CreditType['expiry']

const units: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' }

/** `P1Y` → `1 year`. What is more than one part stays as it is. */
export function durationText(duration: string): string {
  const [, count, unit = ''] = /^P(\d+)([YMWD])$/.exec(duration) ?? []
  if (count === undefined) return duration
  return `${count} ${units[unit]}${count === '1' ? '' : 's'}`
}

export function expiryText({ policy, after, period }: Expiry): string {
  switch (policy) {
    case 'never':
      return 'Never'
    case 'fixed':
      return `${durationText(after ?? '')} after they come`
    case 'rolling':
      return `${durationText(after ?? '')} after the last purchase`
    case 'period_end':
      return `At the end of the ${period ?? 'period'}`
  }
}
