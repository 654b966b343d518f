import type { RequestPlan } from './plan.ts'

/** The credits that every measured debit burns. */
export const DEBIT_AMOUNT = '0.001'
export const DEBIT_MICRO = 1000n
export const BULK_SIZE = 500
export const CREDIT_TYPE = 'bench'

/** The requests that are measured, as the native API takes them. */
const head = (line: string, key: string, more = '') =>
  `${line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}${more}`

const json = '\r\nContent-Type: application/json'

export function debit(key: string, accounts: readonly string[], withKey = true): RequestPlan {
  const idempotency = withKey ? '\r\nIdempotency-Key: {key}' : ''
  return {
    head: head('POST /v1/accounts/{account}/debits', key, json + idempotency),
    body: `{"credit_type":"${CREDIT_TYPE}","amount":"${DEBIT_AMOUNT}"}`,
    accounts,
    units: 1,
    good: null,
  }
}

export function bulkDebit(key: string, accounts: readonly string[], size = BULK_SIZE): RequestPlan {
  const one = `{"key":"{key}","account":"{account}","credit_type":"${CREDIT_TYPE}","amount":"${DEBIT_AMOUNT}"}`
  return {
    head: head('POST /v1/debits', key, json),
    body: `{"debits":[${Array.from({ length: size }, () => one).join(',')}]}`,
    accounts,
    units: size,
    good: '"status":"ok"',
  }
}

export const balance = (key: string, accounts: readonly string[]): RequestPlan => ({
  head: head(`GET /v1/accounts/{account}/balances/${CREDIT_TYPE}`, key),
  body: null,
  accounts,
  units: 1,
  good: null,
})

export const plainGet = (path: string, key: string | null): RequestPlan => ({
  head: key === null ? `GET ${path} HTTP/1.1\r\nHost: localhost` : head(`GET ${path}`, key),
  body: null,
  accounts: [],
  units: 1,
  good: null,
})
