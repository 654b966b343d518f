import type { Static, TObject, TSchema } from 'typebox'
import type { CallerRole } from '../core/accounts/key.ts'
import type { RefusalCode } from '../core/refusal.ts'
import type { Call } from './call.ts'
import type { AnyRefusal } from './refusals.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Everything about one route, in one object: the server, the OpenAPI document and the tests are made from it. */
export interface Route {
  readonly method: Method
  /** `/v1/accounts/:account/grants`. */
  readonly path: string
  /** The operation's id in the OpenAPI document, and its name in metrics and logs. */
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  /** Which roles may call it. A role other than the operator's may do so only within its own account. */
  readonly allow: readonly CallerRole[]
  /** The path's parameter or the query's field that names the account; none where the route is about none. */
  readonly account: { readonly in: 'path' | 'query'; readonly name: string } | null
  readonly params: TObject | null
  readonly query: TObject | null
  readonly body: TObject | null
  /** Whether the body may be left out. */
  readonly bodyOptional: boolean
  readonly success: Success
  readonly refusals: readonly RefusalCode[]
  /** Whether it takes an `Idempotency-Key`. */
  readonly idempotent: boolean
  readonly example: { readonly params?: object; readonly query?: object; readonly body?: object }
  readonly handler: (call: Call) => Promise<unknown>
}

interface Success {
  readonly status: number
  /** Other statuses of a success. The call says so where it is one of them. */
  readonly also: readonly number[]
  readonly schema: TSchema
  readonly example: unknown
}

export const successesOf = ({ success: { status, also } }: Pick<Route, 'success'>): readonly number[] => [
  status,
  ...also,
]

type In<S extends TObject | undefined> = S extends TObject ? Static<S> : Readonly<Record<string, never>>

export interface RouteSpec<
  P extends TObject | undefined,
  Q extends TObject | undefined,
  B extends TObject | undefined,
  A extends TSchema,
> {
  readonly method: Method
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly allow: readonly CallerRole[]
  readonly account?: Route['account']
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly bodyOptional?: boolean
  readonly success: {
    readonly status?: number
    readonly also?: Success['also']
    readonly schema: A
    readonly example: unknown
  }
  readonly refusals?: readonly RefusalCode[]
  readonly idempotent?: boolean
  readonly example?: Route['example']
  readonly handler: (call: Call<In<P>, In<Q>, In<B>>) => Promise<NoInfer<Static<A>> | AnyRefusal>
}

/** Makes a route; what its handler is given and must answer follows from its schemas. */
export function route<
  A extends TSchema,
  P extends TObject | undefined = undefined,
  Q extends TObject | undefined = undefined,
  B extends TObject | undefined = undefined,
>(spec: RouteSpec<P, Q, B, A>): Route {
  const { success, example, handler } = spec
  const named = spec.path.includes('/:account') ? ({ in: 'path', name: 'account' } as const) : null
  return {
    ...spec,
    account: spec.account ?? named,
    params: spec.params ?? null,
    query: spec.query ?? null,
    body: spec.body ?? null,
    bodyOptional: spec.bodyOptional ?? false,
    success: { ...success, status: success.status ?? 200, also: success.also ?? [] },
    refusals: spec.refusals ?? [],
    idempotent: spec.idempotent ?? false,
    example: example ?? {},
    handler: handler as Route['handler'],
  }
}
