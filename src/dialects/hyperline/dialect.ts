import { BASIC_SCHEME, BEARER_SCHEME, basicUserIn, bearerIn } from '../../http/access/credentials.ts'
import type { Dialect } from '../../http/dialect.ts'
import createCredit from './create-credit.ts'
import listCredits from './list-credits.ts'
import listTransactions from './list-transactions.ts'
import purchaseCredits from './purchase-credits.ts'
import { envelope, problem, refusals } from './refusals.ts'
import topupCredits from './topup-credits.ts'
import useCredits from './use-credits.ts'

/** The face that clients of Hyperline's customer credits know. */
export const hyperline: Dialect = {
  name: 'hyperline',
  prefixes: ['/v1/customers'],
  routes: [listCredits, createCredit, listTransactions, purchaseCredits, topupCredits, useCredits],
  refusals,
  envelope,
  problem,
  about:
    "Hyperline's endpoints for customer credits, answered by Scrip. A customer is an account, a product is a credit " +
    "type. Credits are numbers; money is in the currency's smallest unit.",
  credentials: {
    read: ({ authorization }) =>
      authorization === undefined ? null : (bearerIn(authorization) ?? basicUserIn(authorization)),
    missing: 'Missing authentication token',
    unknown: 'Invalid authentication token',
    challenge: 'Bearer, Basic',
    schemes: { bearer: BEARER_SCHEME, basic: BASIC_SCHEME },
  },
  idempotency: { min_length: 16, concurrent: 'refused' },
  rates: {
    allowance: { reads: 200, writes: 50 },
    headers: ({ limit, remaining, reset_at }) => ({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': new Date(reset_at).toISOString(),
    }),
  },
}
