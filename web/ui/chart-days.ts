import { type Decimal, drawn } from './decimal.ts'

export interface Series {
  readonly key: string
  readonly label: string
  /** Which of the colours, from 1 on; `rest` for what is left over. */
  readonly colour: 1 | 2 | 3 | 4 | 5 | 6 | 'rest'
}

/** What there was on a day, as `2026-11-01`. A series without a value had none. */
export interface ChartDay {
  readonly day: string
  readonly values: Readonly<Record<string, Decimal>>
}

/**
 * A day as it is drawn: floats, which are good enough for so many pixels, and the exact text beside. Series are called
 * as people please, so none of them stands beside what is the day's own.
 */
export interface Point {
  readonly day: string
  readonly exact: ChartDay['values']
  readonly drawn: Readonly<Record<string, number>>
}

/** What a series has of a day. One may be called as something is that every object has. */
export const amountOf = (values: ChartDay['values'], key: string): Decimal | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined

export const pointOf =
  (series: readonly Pick<Series, 'key'>[]) =>
  ({ day, values }: ChartDay): Point => ({
    day,
    exact: values,
    drawn: Object.fromEntries(series.map(({ key }) => [key, drawn(amountOf(values, key) ?? '0')])),
  })
