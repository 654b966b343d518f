import Type from 'typebox'
import { envelope, problem, refusals } from '../../src/dialects/native/refusals.ts'
import type { Dialect } from '../../src/http/dialect.ts'
import type { Route } from '../../src/http/route.ts'

/** A dialect of routes that a test brings, with the native words for refusals. */
export const dialectOf = (routes: readonly Route[], name = 'one', prefixes = ['/v1']): Dialect => ({
  name,
  prefixes,
  routes,
  refusals,
  envelope: (given) => {
    const { content_type, body } = envelope(given)
    return { content_type, body: { ...body, dialect: name } }
  },
  problem,
})

export const Anything = Type.Object({ said: Type.String() })
