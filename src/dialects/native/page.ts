import Type, { type TSchema } from 'typebox'
import { noAccount } from '../../core/accounts/not-found.ts'
import type { Page, PageRequest, Store } from '../../core/ports.ts'
import type { Refusal } from '../../core/refusal.ts'
import { NullableText, QueryInteger, Text } from './fields.ts'

const DEFAULT_LIMIT = 50
export const MAX_LIMIT = 200

/** The fields of a list's query, beside its filters. */
export const paging = {
  limit: Type.Optional(QueryInteger(1, MAX_LIMIT)),
  cursor: Type.Optional(Text(512)),
}

export const pageRequest = (
  query: { readonly limit?: number; readonly cursor?: string },
  usual = DEFAULT_LIMIT,
): PageRequest => ({ limit: query.limit ?? usual, after: query.cursor ?? null })

export const PageOf = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next_cursor: NullableText })

export const pageOf = <T, W>({ items, next }: Page<T>, convert: (item: T) => W) => ({
  items: items.map(convert),
  next_cursor: next,
})

/** The page, or that there is no such account: an empty page alone does not tell. */
export async function pageWithin<T, W>(
  { registry }: Store,
  account: string,
  page: Page<T>,
  convert: (item: T) => W,
): Promise<ReturnType<typeof pageOf<T, W>> | Refusal> {
  if (page.items.length === 0 && !(await registry.account(account))) return noAccount(account)
  return pageOf(page, convert)
}
