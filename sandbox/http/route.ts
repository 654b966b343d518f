import type { Work } from '../work.ts'
import type { Params, Shape } from './shape.ts'

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `:name` for what varies. */
  readonly path: string
  readonly shape: Shape
  run(work: Work, params: never, ids: Record<string, string>): object
}

type Run<S extends Shape> = (work: Work, params: Params<S>, id: string) => object

/** A route's handler gets what the path names as its id. */
function route<S extends Shape>(method: Route['method'], path: string, shape: S, run: Run<S>): Route {
  return { method, path, shape, run: (work, params, ids) => run(work, params, ids.id ?? '') }
}

export const get = <S extends Shape>(path: string, shape: S, run: Run<S>) => route('GET', path, shape, run)
export const post = <S extends Shape>(path: string, shape: S, run: Run<S>) => route('POST', path, shape, run)
export const remove = <S extends Shape>(path: string, shape: S, run: Run<S>) =>
  route('DELETE', path, shape, run)
