import { BEARER_SCHEME, bearerIn } from '../../http/access/credentials.ts'
import type { Dialect } from '../../http/dialect.ts'
import buyCredits from './buy-credits.ts'
import { envelope, problem, refusals } from './refusals.ts'

/** The face that clients of Vercel's billing API know. */
export const vercel: Dialect = {
  name: 'vercel',
  prefixes: ['/v1/billing'],
  routes: [buyCredits],
  refusals,
  envelope,
  problem,
  about: 'The billing endpoint of Vercel, answered by Scrip. Money is decimal text; times are ISO 8601.',
  credentials: {
    read: ({ authorization }) => (authorization === undefined ? null : bearerIn(authorization)),
    missing: 'No token was sent. Send `Authorization: Bearer <token>`.',
    unknown: 'The token is not valid here. Issue a new one for this face.',
    challenge: 'Bearer',
    schemes: { bearer: BEARER_SCHEME },
  },
  rates: {
    headers: ({ limit, remaining, reset_at }) => ({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': String(Math.ceil(reset_at / 1000)),
    }),
  },
}
