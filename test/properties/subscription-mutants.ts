import type { Mutant } from './mutants.ts'
import { termsMutants } from './subscription-terms-mutants.ts'

const core = 'src/core/subscriptions'

export interface SubscriptionMutant extends Mutant {
  /** The test in test/core/subscriptions that catches it, where walks come by its place too seldom. */
  readonly test?: string
}

/** Bugs to plant in the rules of subscriptions, each in a copy of its own. */
export const subscriptionMutants: readonly SubscriptionMutant[] = [
  {
    bug: 'months are thirty days long',
    file: `${core}/calendar.ts`,
    from: '.add({ months: month })',
    to: '.add({ hours: 720 * month })',
  },
  {
    bug: 'the day that has begun counts as gone',
    file: `${core}/calendar.ts`,
    from: 'Math.floor((at - from) / DAY_MS)',
    to: 'Math.ceil((at - from) / DAY_MS)',
  },
  {
    bug: 'shares are rounded down',
    file: `${core}/preview.ts`,
    from: 'divideHalfUp(whole * BigInt(left), BigInt(days))',
    to: '(whole * BigInt(left)) / BigInt(days)',
  },
  {
    bug: 'more seats of a smaller size are an upgrade',
    file: `${core}/preview.ts`,
    from: 'wanted.seats < now.seats || wanted.credits_micro',
    to: 'wanted.seats < now.seats && wanted.credits_micro',
  },
  {
    bug: 'the bonus is promised and not given',
    file: `${core}/take-step.ts`,
    from: 'amount_micro: credits_micro + before.bonus_micro',
    to: 'amount_micro: credits_micro',
  },
  {
    bug: 'the bonus comes with every renewal',
    file: `${core}/take-step.ts`,
    from: 'const amount = { amount_micro: terms.credits_micro, bonus_micro: 0n }',
    to: 'const amount = { amount_micro: terms.credits_micro + before.bonus_micro, bonus_micro: 0n }',
  },
  {
    bug: 'a pending change happens again and again',
    file: `${core}/take-step.ts`,
    from: 'month,\n    pending: null,',
    to: 'month,',
  },
  {
    bug: 'a larger size brings all of it to seats that have some',
    file: `${core}/take-step.ts`,
    from: 'addTo(subscription, seat, held_micro',
    to: 'addTo(subscription, seat, new_micro',
  },
  {
    bug: 'who was to give a seat up keeps it where no fewer are left',
    file: `${core}/take-step.ts`,
    from: '!gone.has(seat)).map(given)',
    to: '!gone.has(seat))',
  },
  {
    bug: 'the first decline is never followed by another one',
    file: `${core}/unpaid-step.ts`,
    from: 'isHelp ? before.attempts : before.attempts + 1',
    to: 'isHelp ? before.attempts + 1 : Math.max(before.attempts, 1)',
  },
  {
    bug: 'what nobody confirmed is tried a day late',
    file: `${core}/unpaid-step.ts`,
    from: 'const due_at = nextAttempt(renewal_at, attempts, tried_at)',
    to: 'const due_at = nextAttempt(renewal_at, attempts, footing.now)',
  },
  {
    bug: 'a card that comes at the last attempt ends it',
    file: `${core}/unpaid-step.ts`,
    from: 'return bill.gives_way ? makeWay(footing, failed) : renewalFailed(footing, failed)',
    to: 'return renewalFailed(footing, failed)',
  },
  {
    bug: 'a card that its owner never confirms is no attempt',
    file: `${core}/unpaid-step.ts`,
    from: 'wasEarly ? before.attempts :',
    to: 'tried_at > 0 ? before.attempts :',
  },
  {
    bug: 'what is heard of late is paid for nothing',
    test: 'paid-late',
    file: `${core}/next-step.ts`,
    from: "bill.kind === 'change' && now >= periodEnd(subscription)",
    to: "bill.kind === 'change' && now < 0",
  },
  {
    bug: 'what is overdue goes on',
    file: `${core}/next-step.ts`,
    from: 'const overdue = owed.filter(({ due_at }) => due_at <= now)',
    to: 'const overdue = owed.filter(({ due_at }) => due_at <= now && now < 0)',
  },
  {
    bug: 'one more is given a seat than will stay',
    file: `${core}/check-demotions.ts`,
    from: 'staying.length <= pending.terms.seats',
    to: 'staying.length <= pending.terms.seats + 1',
  },
  {
    bug: 'what ends has a change that waits',
    file: `${core}/preview-of-change.ts`,
    from: 'subscription.cancel_at_period_end && !preview.immediate',
    to: "subscription.cancel_at_period_end && preview.kind === 'none'",
  },
  {
    bug: 'who has committed to pay pays no less than a card',
    test: 'pending',
    file: `${core}/preview-of-change.ts`,
    from: "account.pays_with === 'commitment' ?",
    to: "account.pays_with === 'card' ?",
  },
  {
    bug: 'what comes at once takes the place of what waits beside it',
    file: `${core}/take-step.ts`,
    from: 'if (!pending || !carries) return null',
    to: 'if (!pending || carries) return null',
  },
  {
    bug: 'what was billed is given late and in full',
    file: `${core}/take-step.ts`,
    from: 'bill.month === before.month ? bill.share',
    to: 'bill.month > before.month ? bill.share',
  },
  {
    bug: 'the credits of a month last a day longer',
    file: `${core}/take-step.ts`,
    from: 'const ends_at = creditsEnd(subscription)\n  const amount',
    to: 'const ends_at = creditsEnd(subscription) + 86_400_000\n  const amount',
  },
  {
    bug: 'what is paid late brings the time that has passed',
    test: 'paid-late',
    file: `${core}/next-step.ts`,
    from: 'return now >= ends_at ? monthAt(started_at, now) - (share.whole - share.left) : from_month',
    to: 'return from_month',
  },
  ...termsMutants,
  {
    bug: 'a change that waits to be paid keeps months from beginning',
    test: 'while-paying',
    file: `${core}/next-step.ts`,
    from: "if (without.step === 'grant_month') return without",
    to: "if (without.step === 'grant_month') return next",
  },
  {
    bug: 'what is to end is renewed',
    file: `${core}/next-step.ts`,
    from: "return subscription.cancel_at_period_end\n      ? { step: 'cancel'",
    to: "return !subscription.started_at\n      ? { step: 'cancel'",
  },
  {
    bug: 'the last attempt comes too early',
    file: `${core}/dunning.ts`,
    from: '[1, 3, 7]',
    to: '[1, 3, 5]',
  },
  {
    bug: 'a seat that moves is filled again',
    file: `${core}/deal-seats.ts`,
    from: 'amount_micro: 0n, most_micro',
    to: 'amount_micro: seat.allotment_micro, most_micro',
  },
  {
    bug: 'a seat that moves leaves its credits behind',
    file: `${core}/deal-seats.ts`,
    from: 'const handed = { ...seat, member, grant }',
    to: 'const handed = { ...seat, member, grant: seat.grant }',
  },
  {
    bug: 'a seat that has ended leaves its credits',
    file: `${core}/deal-seats.ts`,
    from: '[{ take: seat.grant, give: null }]',
    to: '[]',
  },
  {
    bug: 'the youngest seats go, whoever was named',
    file: `${core}/deal-seats.ts`,
    from: 'demoted.has(member) ? 1 : 2',
    to: '2',
  },
  {
    bug: 'what is being paid can be cleared',
    test: 'while-paying',
    file: `${core}/end.ts`,
    from: "if (subscription.bill?.kind === 'renewal')",
    to: "if (subscription.bill?.kind === 'start')",
  },
  {
    bug: 'a step is written upon whatever there is',
    file: `${core}/write-step.ts`,
    from: 'if (!(await registry.writeStep(step))) throw new Overtaken()',
    to: 'await registry.writeStep(step)',
  },
  {
    bug: 'what is billed while its end is decided is ended',
    test: 'while-paying',
    file: `${core}/end.ts`,
    from: 'return bill\n        ? refuse(',
    to: 'return bill === undefined\n        ? refuse(',
  },
  {
    bug: 'what was cut off stays undone',
    file: `${core}/write-step.ts`,
    from: 'for (const { account, id, credit_type, deals, at } of open) {',
    to: 'for (const { account, id, credit_type, deals, at } of open.filter((one) => one.at === now - 1)) {',
  },
  {
    bug: 'whatever it costs is what was expected',
    file: `${core}/check-amount.ts`,
    from: 'expected_minor === null ||',
    to: 'expected_minor !== due_minor ||',
  },
  {
    bug: 'who only looks on is dealt a seat',
    file: `${core}/candidates.ts`,
    from: "role !== 'viewer' && ",
    to: '',
  },
  {
    bug: 'who has not come yet is dealt a seat',
    file: `${core}/candidates.ts`,
    from: "status === 'active' && ",
    to: '',
  },
  {
    bug: 'only the first thousand members are looked at',
    file: `${core}/candidates.ts`,
    from: 'if (page.next === null) return all',
    to: 'if (page) return all',
  },
  {
    bug: 'a stray bill whose dispute was won is kept',
    file: `${core}/give-back.ts`,
    from: "['paid', 'partially_refunded', 'won']",
    to: "['paid', 'partially_refunded']",
  },
  {
    bug: 'one that fails never comes again',
    file: `${core}/advance-due.ts`,
    from: 'const AGAIN_MS = 60_000',
    to: 'const AGAIN_MS = 60_000_000_000_000',
  },
  {
    bug: 'what is held of a seat comes back to who has it no longer',
    file: 'src/core/ledger/take-seat.ts',
    from: 'const isAll = isGone && taken_micro === left_micro',
    to: 'const isAll = isGone && taken_micro > left_micro',
  },
  {
    bug: 'what came back to a seat before stays with who has it no longer',
    test: 'seats',
    file: 'src/core/ledger/take-seat.ts',
    from: 'if (grant === seat ||',
    to: "if (grant.source === 'subscription' ||",
  },
  {
    bug: 'a seat that moves takes along what was granted by hand',
    file: 'src/core/ledger/take-seat.ts',
    from: 'grant.expires_at === seat.expires_at',
    to: 'grant.created_at >= 0',
  },
  {
    bug: 'who subscribed waits like everybody',
    file: `${core}/candidates.ts`,
    from: '(id === buyer ? 0 : 1)',
    to: '(id === buyer ? 1 : 1)',
  },
]
