import { expect } from 'vitest'

/** A saved card, as the overview has it. */
export const card = (last4: string, is_default: boolean) => ({
  id: expect.stringMatching(/^pm_/),
  brand: 'visa',
  last4,
  exp_month: 12,
  exp_year: 2034,
  is_default,
})

export const mail = (name: string) => `${name}@neo.example`
export const seat = (name: string, allotment: number, used: number) => ({
  email: mail(name),
  seat_status: 'premium',
  allotment,
  used,
  remaining: allotment - used,
})
export const none = (name: string) => ({ ...seat(name, 0, 0), seat_status: 'non_premium' })

export const plan = (seats: number, credits_per_user: number, interval: 'month' | 'year') => ({
  collection_method: 'charge_automatically',
  seats,
  credits_per_user,
  interval,
})
