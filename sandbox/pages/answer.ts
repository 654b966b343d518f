import type { Html } from './html.ts'

/** What a page answers: itself, a way to somewhere else, or a file. */
export type PageAnswer =
  | { readonly status: number; readonly html: Html }
  | { readonly to: string }
  | { readonly pdf: Buffer; readonly name: string }

export interface PageCall {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** The path's parts after the page's own name. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  readonly form: URLSearchParams
}
