import { NeoServer } from './server.ts'

export const SUBSCRIPTION = '/api/v1/billing/subscription'
export const CHECKOUT = `${SUBSCRIPTION}/checkout`
export const PREVIEW = `${SUBSCRIPTION}/preview`
export const UPDATE = `${SUBSCRIPTION}/update`
export const CANCEL = `${SUBSCRIPTION}/cancel`
export const RESUME = `${SUBSCRIPTION}/resume`
export const CLEAR = `${SUBSCRIPTION}/clear-pending`
export const USAGE = '/api/v1/billing/usage'

export const DAY_MS = 86_400_000

/** Noon of the first of April, which has 30 days, in a year to come. */
export const APRIL = Date.UTC(new Date().getUTCFullYear() + 1, 3, 1, 12)
export const MAY = Date.UTC(new Date().getUTCFullYear() + 1, 4, 1, 12)

export const sizes = [
  { credits: '100', month_price: '450', year_price: '4500' },
  { credits: '250', month_price: '1100', year_price: '11000' },
  { credits: '500', month_price: '2100' },
]

/** A seller of seats. */
export async function sellingSeats(more: object = {}): Promise<NeoServer> {
  const neo = await NeoServer.open()
  await neo.sell()
  const pricing = { by: 'size', sizes }
  await neo.must('POST', '/v1/plans', { id: 'plan_neo', name: 'Neo', credit_type: 'neo', pricing, ...more })
  return neo
}

/** Puts the server's clock to that moment; it runs on from there. */
export function clockAt(neo: NeoServer, at: number): void {
  neo.ahead_ms = at - Date.now()
}

/** That moment, or some seconds later: the clock runs. */
export const soonAfter = (at: number) => ({
  asymmetricMatch: (text: unknown) => {
    const late_ms = Date.parse(String(text)) - at
    return late_ms >= 0 && late_ms < DAY_MS / 2
  },
})
