import type { TSchema } from 'typebox'
import type { Credentials } from './access/credentials.ts'
import type { Allowance, Rate } from './access/rate-limit.ts'
import type { KeyRules } from './idempotency.ts'
import type { AnyRefusalCode, FieldFault } from './refusals.ts'
import type { Route } from './route.ts'

/** One face of the API: its routes, and how it says no. */
export interface Dialect {
  readonly name: string
  /** Where its paths begin, so that a path which no route has is answered in its words too. */
  readonly prefixes: readonly string[]
  readonly routes: readonly Route[]
  /** Total, so that a refusal without a wire form doesn't compile. */
  readonly refusals: Readonly<Record<AnyRefusalCode, { readonly status: number }>>
  readonly envelope: (problem: Problem) => Envelope
  /** The schema of an envelope's body. */
  readonly problem: TSchema
  /** Each of these is the usual one where a dialect doesn't say. */
  readonly about?: string
  readonly credentials?: Credentials
  readonly idempotency?: KeyRules
  readonly rates?: RateRules
}

export interface RateRules {
  /** Left out: what the server gives to everyone, and no limit for the operator. */
  readonly allowance?: Allowance
  /** What every answer tells of the caller's rate. */
  readonly headers: (rate: Rate) => Readonly<Record<string, string>>
}

/** A refusal as a dialect is given it to put into its own words. */
export interface Problem {
  readonly code: AnyRefusalCode
  /** As the dialect's table says. */
  readonly status: number
  readonly detail: string
  readonly correlation_id: string
  readonly faults: readonly FieldFault[]
  /** Where the caller asked too often. */
  readonly rate: Rate | null
  /** The purchase that it is about, where one was made. */
  readonly purchase: string | null
}

export interface Envelope {
  readonly content_type: string
  readonly body: object
}

/** Whose envelope a path is answered in: that with the longest prefix, else the first dialect's. */
export function dialectFinder(dialects: readonly Dialect[]): (path: string) => Dialect {
  const [fallback] = dialects
  if (!fallback) throw new Error('a server needs a dialect')
  const prefixes = dialects
    .flatMap((dialect) => dialect.prefixes.map((prefix) => ({ prefix, dialect })))
    .sort((a, b) => b.prefix.length - a.prefix.length)
  return (path) => {
    for (const { prefix, dialect } of prefixes)
      if (path.startsWith(prefix) && /^[/?]?$/.test(path.charAt(prefix.length))) return dialect
    return fallback
  }
}
