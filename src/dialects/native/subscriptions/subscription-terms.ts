import Type from 'typebox'
import type { Minor } from '../../../core/money.ts'
import type { Paying } from '../../../core/subscriptions/bill.ts'
import type { Terms } from '../../../core/subscriptions/plan.ts'
import { MAX_SEATS } from '../../../core/subscriptions/price.ts'
import type { HttpRefusal } from '../../../http/refusals.ts'
import { minorOr } from '../convert-money.ts'
import { CreditsIn, Id, MoneyOrNothingIn, NullableId, NullableUrlIn } from '../fields.ts'
import { Interval } from './convert-subscription.ts'

/** What a subscription is to be. */
export const termsIn = {
  seats: Type.Integer({ minimum: 1, maximum: MAX_SEATS }),
  credits_per_seat: CreditsIn,
  interval: Interval,
}

/** Of a change: what is left out stays as it is. */
export const changedTermsIn = {
  plan: Type.Optional(Id),
  seats: Type.Optional(termsIn.seats),
  credits_per_seat: Type.Optional(termsIn.credits_per_seat),
  interval: Type.Optional(termsIn.interval),
}

/** How it is paid. */
export const payingIn = {
  payment_method: Type.Optional(NullableId),
  success_url: Type.Optional(NullableUrlIn),
  cancel_url: Type.Optional(NullableUrlIn),
  expected_amount: Type.Optional(MoneyOrNothingIn),
}

interface TermsIn {
  readonly plan?: string
  readonly seats?: number
  readonly credits_per_seat?: bigint
  readonly interval?: Terms['interval']
}

export const changedTerms = ({ plan, seats, credits_per_seat, interval }: TermsIn): Partial<Terms> => ({
  ...(plan !== undefined && { plan }),
  ...(seats !== undefined && { seats }),
  ...(credits_per_seat !== undefined && { credits_micro: credits_per_seat }),
  ...(interval !== undefined && { interval }),
})

interface PayingIn {
  readonly payment_method?: string | null
  readonly success_url?: string | null
  readonly cancel_url?: string | null
}

/** Where there is no card a page is opened, because somebody sits before it. */
export const payingOf = ({ payment_method, success_url, cancel_url }: PayingIn): Paying => ({
  payment_method: payment_method ?? null,
  by_page: true,
  success_url: success_url ?? null,
  cancel_url: cancel_url ?? null,
  source: null,
})

export const expectedMinor = (
  expected_amount: bigint | undefined,
  currency: string,
): Minor | null | HttpRefusal =>
  expected_amount === undefined ? null : minorOr('expected_amount', expected_amount, currency)
