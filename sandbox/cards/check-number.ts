import { ApiError } from '../errors.ts'
import { DECLINES } from './declines.ts'
import { cardOfNumber, type TestCard } from './test-cards.ts'

export interface CardEntry {
  number: string
  exp_month: number
  exp_year: number
  cvc?: string | undefined
}

const wrong = (param: string, code: string, message: string) =>
  new ApiError(402, { type: 'card_error', code, message, param: `card[${param}]` })

/** The test card that was entered; what can't be one is refused as Stripe refuses it. */
export function checkNumber(entry: CardEntry, now: number): TestCard {
  const number = entry.number.replace(/[\s-]/g, '')
  if (!/^\d{12,19}$/.test(number))
    throw wrong('number', 'invalid_number', 'The card number is not a valid credit card number.')
  if (!passesLuhn(number)) throw wrong('number', 'incorrect_number', 'Your card number is incorrect.')
  checkExpiry(entry, now)
  const card = cardOfNumber(number)
  if (card === undefined) {
    const { code, decline_code, message } = DECLINES.test_mode_live_card
    throw new ApiError(402, { type: 'card_error', code, decline_code, message, param: 'card[number]' })
  }
  const digits = card.brand === 'amex' ? 4 : 3
  if (entry.cvc !== undefined && !new RegExp(`^\\d{${digits}}$`).test(entry.cvc))
    throw wrong('cvc', 'invalid_cvc', "Your card's security code is invalid.")
  return card
}

function checkExpiry({ exp_month, exp_year }: CardEntry, now: number): void {
  if (exp_month < 1 || exp_month > 12)
    throw wrong('exp_month', 'invalid_expiry_month', "Your card's expiration month is invalid.")
  const today = new Date(now * 1000)
  const months = (exp_year - today.getUTCFullYear()) * 12 + exp_month - (today.getUTCMonth() + 1)
  if (months < 0 || months > 50 * 12)
    throw wrong('exp_year', 'invalid_expiry_year', "Your card's expiration year is invalid.")
}

/** Two figures mean a year of this century. */
export const fullYear = (year: number): number => (year >= 0 && year < 100 ? 2000 + year : year)

export function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
