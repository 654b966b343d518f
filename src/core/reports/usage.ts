import type { Micro } from '../credits.ts'
import type { Day, Days } from './day.ts'

/** By what usage is told apart beside the day. */
export const usageGroups = ['member', 'project', 'feature'] as const
export type UsageGroup = (typeof usageGroups)[number]

export interface UsageRequest extends Days {
  readonly credit_type: string
  readonly by: UsageGroup | null
  /** What this member burned alone; null: what everybody did. */
  readonly member: string | null
}

export interface Used {
  /** Null: of no member, project or feature, or of all of them where nothing tells them apart. */
  readonly group: string | null
  /** What debits took, captures of holds included. */
  readonly burned_micro: Micro
  /** What reversals gave back, of whatever day's debits. */
  readonly reversed_micro: Micro
  readonly debits: number
}

export interface UsedInDay extends Used {
  readonly day: Day
}

/** The same over all days, those that burned most first. */
export function totalsOf(days: readonly UsedInDay[]): Used[] {
  const totals = new Map<string | null, Used>()
  for (const { group, burned_micro, reversed_micro, debits } of days) {
    const sum = totals.get(group) ?? { group, burned_micro: 0n, reversed_micro: 0n, debits: 0 }
    totals.set(group, {
      group,
      burned_micro: sum.burned_micro + burned_micro,
      reversed_micro: sum.reversed_micro + reversed_micro,
      debits: sum.debits + debits,
    })
  }
  return [...totals.values()].sort((a, b) => (a.burned_micro < b.burned_micro ? 1 : -1))
}
