/** What the model knows of calendars and prices, told once more and in another way than in the code. */

export const DAY = 86_400_000
/** A committed credit is a dollar. */
export const MICROS_A_CENT = 10_000n

export interface ModelTerms {
  readonly plan: ModelPlan
  readonly seats: number
  readonly size: bigint
  readonly interval: 'month' | 'year'
}

/** A plan as the model knows it: what a seat of a size costs for a period, and the bonus of the first month. */
export interface ModelPlan {
  readonly id: string
  readonly bonus: bigint
  readonly hasSeats: boolean
  /** Whether anybody can still come to it. */
  isSold: boolean
  readonly price: (size: bigint, interval: 'month' | 'year') => bigint | null
}

/** So many calendar months after the start, on its day or on the month's last one. */
export function after(start: number, months: number): number {
  const begun = new Date(start)
  const first = new Date(Date.UTC(begun.getUTCFullYear(), begun.getUTCMonth() + months, 1))
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const day = Math.min(begun.getUTCDate(), days)
  return first.getTime() + (day - 1) * DAY + (start % DAY)
}

/** How many months have passed since the start. */
export function passed(start: number, now: number): number {
  let months = 0
  while (after(start, months + 1) <= now) months += 1
  return months
}

export interface Days {
  readonly ahead: bigint
  readonly of: bigint
}

export const ALL: Days = { ahead: 1n, of: 1n }

/** The days of a span that have not passed, today's among them. */
export function daysAhead(from: number, to: number, now: number): Days {
  let [ahead, of] = [0n, 0n]
  for (let day = from; day < to; day += DAY) {
    of += 1n
    if (day + DAY > now) ahead += 1n
  }
  return { ahead, of }
}

/** So much of it, to the nearest whole; in the middle, the larger one. */
export function share(whole: bigint, { ahead, of }: Days): bigint {
  const [exact, rest] = [(whole * ahead) / of, (whole * ahead) % of]
  return rest * 2n >= of ? exact + 1n : exact
}

export const monthsIn = ({ interval }: ModelTerms): number => (interval === 'year' ? 12 : 1)

export const priceOf = ({ plan, seats, size, interval }: ModelTerms): bigint | null => {
  const seat = plan.price(size, interval)
  return seat === null ? null : seat * BigInt(seats)
}

/** Stripe charges no less than half a dollar, and no more cents than have eight digits. */
export const LEAST = 50n
export const MOST = 99_999_999n

export const same = (a: ModelTerms, b: ModelTerms): boolean =>
  a.plan === b.plan && a.seats === b.seats && a.size === b.size && a.interval === b.interval

const RETRIES = [1, 3, 7]
/** However many cards decline, so many days after it was due none is tried any more. */
export const LAST_DAY = 14
/** How often a renewal is charged within a day, by its turns and by hand. */
export const TRIES_A_DAY = 6
/** How long a page waits for its buyer. */
export const PAGE = 25 * 3_600_000

/** Whether it was tried on all of its days, the present attempt included. */
export const isLast = (attempts: number): boolean => attempts >= RETRIES.length

/** Whether an attempt after so many others comes before its turn. */
export const isEarly = (due: number, attempts: number, now: number): boolean => {
  const days = RETRIES[attempts - 1]
  return days !== undefined && now < due + days * DAY
}

/** When a declined renewal is tried again, after so many attempts. */
export function retryAt(due: number, attempts: number, now: number): number | null {
  const days = RETRIES[attempts - 1]
  if (days === undefined) return null
  return due + days * DAY > now ? due + days * DAY : now + DAY
}
