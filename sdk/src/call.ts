import type { Operations, Page } from './api.ts'
import { Pages } from './pages.ts'
import type { CallOptions, Requests } from './request.ts'

export type AnyOperation = keyof Operations

type Given<N extends string, T> = [T] extends [undefined]
  ? { readonly [name in N]?: undefined }
  : undefined extends T
    ? { readonly [name in N]?: T }
    : { readonly [name in N]: T }

/** What an operation is given, by the document. */
export type InputOf<O extends AnyOperation> = Given<'params', Operations[O]['params']> &
  Given<'query', Operations[O]['query']> &
  Given<'body', Operations[O]['body']>

export type AnswerOf<O extends AnyOperation> = Operations[O]['answer']

/** The operations whose answer is a page of a list. */
export type AnyList = {
  [O in AnyOperation]: AnswerOf<O> extends Page<unknown> ? O : never
}[AnyOperation]

type ItemOf<O extends AnyList> = AnswerOf<O> extends Page<infer T> ? T : never

/** What a resource is made on: typed calls of the operations that the document names. */
export class Resource {
  protected readonly requests: Requests

  constructor(requests: Requests) {
    this.requests = requests
  }

  protected call<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    options?: CallOptions,
  ): Promise<AnswerOf<O>> {
    return this.requests.send(operation, input, options)
  }

  protected pages<O extends AnyList>(
    operation: O,
    input: InputOf<O>,
    options?: CallOptions,
  ): Pages<ItemOf<O>> {
    const first = (input.query as { readonly cursor?: string } | undefined)?.cursor
    const load = (cursor: string | undefined) =>
      this.requests.send(operation, { ...input, query: { ...input.query, cursor } }, options)
    return new Pages(load as (cursor: string | undefined) => Promise<Page<ItemOf<O>>>, first)
  }
}
