import type { Mutant } from './mutants.ts'

const core = 'src/core/subscriptions'

/** Bugs to plant in the rules of subscriptions, each in a copy of its own. */
export const subscriptionMutants: readonly Mutant[] = [
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
    from: 'wanted.seats >= now.seats && wanted.credits_micro',
    to: 'wanted.seats >= now.seats || wanted.credits_micro',
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
    from: '!ended.includes(seat)).map(given)',
    to: '!ended.includes(seat))',
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
    bug: 'what is heard of late is paid for nothing',
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
    file: `${core}/change.ts`,
    from: 'subscription.cancel_at_period_end && !preview.immediate',
    to: "subscription.cancel_at_period_end && preview.kind === 'none'",
  },
  {
    bug: 'who has committed to pay pays no less than a card',
    file: `${core}/change.ts`,
    from: "account.pays_with === 'commitment' ?",
    to: "account.pays_with === 'card' ?",
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
    file: `${core}/next-step.ts`,
    from: 'return now >= ends_at ? monthAt(started_at, now) : from_month',
    to: 'return from_month',
  },
  {
    bug: 'a change that waits to be paid keeps months from beginning',
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
    from: 'amount_micro: 0n, expires_at }',
    to: 'amount_micro: seat.allotment_micro, expires_at }',
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
    from: 'demote.includes(member) ? 1 : 2',
    to: '2',
  },
  {
    bug: 'what is being paid can be cleared',
    file: `${core}/end.ts`,
    from: "if (subscription.bill?.kind === 'renewal')",
    to: "if (subscription.bill?.kind === 'start')",
  },
  {
    bug: 'a step is written upon whatever there is',
    file: `${core}/write-step.ts`,
    from: 'if (!(await registry.changeSubscription(changed))) throw new Overtaken()',
    to: 'await registry.changeSubscription(changed)',
  },
  {
    bug: 'what was cut off stays undone',
    file: `${core}/write-step.ts`,
    from: 'for (const { id, credit_type, deals, at } of open) {',
    to: 'for (const { id, credit_type, deals, at } of open.filter((one) => one.at === now - 1)) {',
  },
  {
    bug: 'whatever it costs is what was expected',
    file: `${core}/check-amount.ts`,
    from: 'expected_minor === null ||',
    to: 'expected_minor !== due_minor ||',
  },
  {
    bug: 'who subscribed waits like everybody',
    file: `${core}/candidates.ts`,
    from: '(id === buyer ? 0 : 1)',
    to: '(id === buyer ? 1 : 1)',
  },
]
