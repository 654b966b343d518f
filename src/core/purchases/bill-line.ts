import type { CreditType } from '../catalogue/credit-type.ts'
import { formatCredits, MICRO, type Micro } from '../credits.ts'

/** What the line of the bill says: `1,000 Gateway credits`. */
export function billLine({ name, unit }: Pick<CreditType, 'name' | 'unit'>, credits_micro: Micro): string {
  const [whole = '', fraction] = formatCredits(credits_micro).split('.')
  const amount = [whole.replace(/\B(?=(\d{3})+$)/g, ','), fraction].filter((part) => part).join('.')
  const units = credits_micro === MICRO || unit.endsWith('s') ? unit : `${unit}s`
  return [amount, ...kindOf(name, unit), units].join(' ')
}

/** A type is often called by its unit: "Gateway credits" are no "Gateway credits credits". */
function kindOf(name: string, unit: string): string[] {
  const words = name.trim().split(/\s+/)
  const last = words.at(-1)?.toLowerCase()
  return last === unit.toLowerCase() || last === `${unit.toLowerCase()}s` ? words.slice(0, -1) : words
}
