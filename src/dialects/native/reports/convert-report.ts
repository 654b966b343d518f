import Type, { type Static } from 'typebox'
import { type Days, dayText } from '../../../core/reports/day.ts'
import {
  type Moved,
  type OverviewFacts,
  type RevenueInDays,
  revenueInDays,
  type TypeInDays,
  typesInDays,
} from '../../../core/reports/overview.ts'
import { amountText, instantOrNull } from '../convert.ts'
import { Amount, NullableInstant } from '../fields.ts'
import { DayOut, daysWire } from './report-days.ts'

const described = (description: string) => Type.String({ description })
/** Whole minor units: sums over many purchases, for charts. */
const Minor = Type.Integer({ description: 'Money in whole minor units of the currency, taxes included.' })

const moved = {
  sold: described('Credits granted by purchases, whatever was taken back since.'),
  granted: described('Credits granted by anything else: by hand, by subscriptions.'),
  burned: described('Burned by debits, less what reversals gave back.'),
  expired: Amount,
  revoked: described('Taken back: of grants, for refunds and for lost disputes.'),
}

const TypeWire = Type.Object(
  {
    credit_type: Type.String(),
    outstanding: described('What customers can still use just now, what is held included: the liability.'),
    held: described('Of that, set aside by holds and disputes.'),
    debt: described('What accounts owe: credits that were taken back after they were spent.'),
    accounts: Type.Integer({ description: 'Those that have any.' }),
    ...moved,
    days: Type.Array(
      Type.Object({
        day: DayOut,
        ...moved,
        outstanding: described('What could still be used at the end of the day.'),
      }),
    ),
  },
  { title: 'CreditTypeInDays' },
)

const RevenueWire = Type.Object(
  {
    credit_type: Type.String(),
    currency: Type.String(),
    gross_minor: Minor,
    refunded_minor: Minor,
    days: Type.Array(Type.Object({ day: DayOut, gross_minor: Minor, refunded_minor: Minor })),
  },
  { title: 'RevenueInDays' },
)

export const ReportWire = Type.Object(
  {
    from: DayOut,
    to: DayOut,
    as_of: Type.Unsafe<string | null>({
      ...NullableInstant,
      description:
        'Up to when everything is in the days: a minute ago at most, unless the job `sum_days` lags.',
    }),
    credit_types: Type.Array(TypeWire),
    revenue: Type.Array(RevenueWire),
    attention: Type.Object({
      disputed: Type.Integer({ description: 'Purchases that are disputed.' }),
      past_due: Type.Integer({ description: 'Subscriptions whose renewal is not paid.' }),
      uncertain: Type.Integer({
        description: 'Purchases and refunds of which nobody knows yet how they went.',
      }),
    }),
  },
  { title: 'Overview' },
)

export const reportWire = (facts: OverviewFacts, days: Days): Static<typeof ReportWire> => ({
  ...daysWire(days),
  as_of: instantOrNull(facts.as_of),
  credit_types: typesInDays(facts, days).map(typeWire),
  revenue: revenueInDays(facts, days).map(revenueWire),
  attention: facts.attention,
})

const movedWire = ({ sold_micro, granted_micro, burned_micro, expired_micro, revoked_micro }: Moved) => ({
  sold: amountText(sold_micro),
  granted: amountText(granted_micro),
  burned: amountText(burned_micro),
  expired: amountText(expired_micro),
  revoked: amountText(revoked_micro),
})

const typeWire = (type: TypeInDays): Static<typeof TypeWire> => ({
  credit_type: type.credit_type,
  outstanding: amountText(type.outstanding_micro),
  held: amountText(type.held_micro),
  debt: amountText(type.debt_micro),
  accounts: type.accounts,
  ...movedWire(type.sum),
  days: type.days.map((one) => ({
    day: dayText(one.day),
    ...movedWire(one),
    outstanding: amountText(one.outstanding_micro),
  })),
})

const revenueWire = (revenue: RevenueInDays): Static<typeof RevenueWire> => ({
  credit_type: revenue.credit_type,
  currency: revenue.currency,
  gross_minor: Number(revenue.gross_minor),
  refunded_minor: Number(revenue.refunded_minor),
  days: revenue.days.map(({ day, gross_minor, refunded_minor }) => ({
    day: dayText(day),
    gross_minor: Number(gross_minor),
    refunded_minor: Number(refunded_minor),
  })),
})
