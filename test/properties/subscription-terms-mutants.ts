import type { Mutant } from './mutants.ts'

const core = 'src/core/subscriptions'

/** The same in what is agreed, and what it costs. */
export const termsMutants: readonly Mutant[] = [
  {
    bug: 'a year that is billed late is charged in full',
    file: `${core}/next-step.ts`,
    from: 'share: { left: months - (passed % months), whole: months }',
    to: 'share: { left: months, whole: months }',
  },
  {
    bug: 'a part of a change drops what waits',
    file: `${core}/preview-of-change.ts`,
    from: 'const then = { ...pending.terms, ...wanted }',
    to: 'const then = present',
  },
  {
    bug: 'more of what there is waits for what waits',
    file: `${core}/preview-of-change.ts`,
    from: "kindOf(terms, then) !== 'upgrade'",
    to: "kindOf(terms, then) === 'none'",
  },
  {
    bug: 'every subscription begins with a bonus',
    file: `${core}/new-subscription.ts`,
    from: 'registry.hasHadSubscription(account,',
    to: "registry.hasHadSubscription('nobody',",
  },
  {
    bug: 'so little is agreed that nobody can charge it',
    file: `${core}/check-price.ts`,
    from: 'if (renewal_minor < least)',
    to: 'if (renewal_minor < 0n)',
  },
  {
    bug: 'the first renewal in another plan costs what the last one did',
    file: `${core}/bill-renewal.ts`,
    from: 'registry.plan(terms.plan)',
    to: 'registry.plan(subscription.terms.plan)',
  },
  {
    bug: 'what waits is lost once its plan is archived',
    file: `${core}/preview-of-change.ts`,
    from: 'isAwaited ? null : checkSwitch(',
    to: 'isAwaited && plan.archived_at === null ? null : checkSwitch(',
  },
  {
    bug: 'as much of another plan comes at once',
    file: `${core}/preview.ts`,
    from: "isMore ? 'upgrade' : 'plan_switch'",
    to: "'upgrade'",
  },
]
