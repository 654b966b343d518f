import Type from 'typebox'
import type { Dialect, Problem } from '../../http/dialect.ts'
import type { AnyRefusalCode } from '../../http/refusals.ts'

interface Wire {
  readonly status: number
  readonly title: string
}

/** Every refusal and its wire form. The total type makes a forgotten code an error of compilation. */
export const refusals: Readonly<Record<AnyRefusalCode, Wire>> = {
  account_not_found: { status: 404, title: 'No such account' },
  member_not_found: { status: 404, title: 'No such member' },
  credit_type_not_found: { status: 404, title: 'No such credit type' },
  grant_not_found: { status: 404, title: 'No such grant' },
  debit_not_found: { status: 404, title: 'No such debit' },
  hold_not_found: { status: 404, title: 'No such hold' },
  cap_not_found: { status: 404, title: 'No such cap' },
  key_not_found: { status: 404, title: 'No such key' },
  account_exists: { status: 409, title: 'The account exists already' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  credit_type_exists: { status: 409, title: 'The credit type exists already' },
  member_exists: { status: 409, title: 'The member exists already' },
  account_spending_cap_reached: { status: 403, title: "The account's cap is reached" },
  user_spending_cap_reached: { status: 403, title: "The member's cap is reached" },
  project_spending_cap_reached: { status: 403, title: "The project's cap is reached" },
  key_spending_cap_reached: { status: 403, title: "The key's cap is reached" },
  insufficient_credits: { status: 402, title: 'Not enough credits' },
  hold_already_captured: { status: 409, title: 'The hold was captured' },
  hold_already_released: { status: 409, title: 'The hold was released' },
  hold_expired: { status: 409, title: 'The hold is past its end' },
  capture_exceeds_hold: { status: 409, title: 'More than the hold sets aside' },
  reversal_exceeds_debit: { status: 409, title: 'More than is left of the debit' },
  revocation_exceeds_grant: { status: 409, title: 'More than is left of the grant' },
  grant_already_expired: { status: 409, title: 'The expiry is not ahead' },
  key_revoked: { status: 409, title: 'The key was revoked' },
  key_scope_invalid: { status: 400, title: 'The role and the scope do not fit' },
  wallet_limit_exceeded: { status: 409, title: 'The wallet would hold too much' },
  // As in the IETF's draft on the Idempotency-Key header, so that it is told from a conflict that may pass.
  idempotency_key_reused: { status: 422, title: 'The idempotency key stands for another request' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_json: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'Nobody known' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Nothing here' },
  method_not_allowed: { status: 405, title: 'Not with this method' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of the wrong kind' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available now' },
  internal: { status: 500, title: 'A failure of ours' },
}

/** RFC 9457 problem details. `errors` names every faulty field, and is there for bad input only. */
export const envelope: Dialect['envelope'] = ({ code, detail, correlation_id, faults }: Problem) => {
  const { status, title } = refusals[code]
  const problem = { type: `/docs#${code}`, title, status, detail, code, correlation_id }
  return {
    content_type: 'application/problem+json',
    body: faults.length === 0 ? problem : { ...problem, errors: faults },
  }
}

export const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What was wrong and what to do, for a person.' }),
    code: Type.String({ description: 'Stable: what a program goes by.' }),
    correlation_id: Type.String({ description: 'The same as the X-Request-Id of the answer.' }),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
        description: 'Every faulty field of bad input, such as debits/3/amount.',
      }),
    ),
  },
  { title: 'Problem' },
)
