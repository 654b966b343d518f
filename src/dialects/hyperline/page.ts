import Type, { type TSchema } from 'typebox'
import type { Slice } from '../../core/ports.ts'
import { Parsed } from '../../http/parsed.ts'

const MOST = 100
const USUAL = 50

const Count = (maximum: number) =>
  Parsed<number>(
    { type: 'string', maxLength: 20 },
    (value) => {
      const number = /^\d{1,9}$/.test(String(value)) ? Number(value) : Number.NaN
      return number <= maximum ? number : { fault: `must be a whole number from 0 to ${maximum}` }
    },
    { type: 'integer', minimum: 0, maximum },
  )

export const Paging = Type.Object({
  take: Type.Optional(Count(MOST)),
  skip: Type.Optional(Count(999_999_999)),
})

export const sliceOf = (query: { readonly take?: number; readonly skip?: number }): Slice => ({
  take: query.take ?? USUAL,
  skip: query.skip ?? 0,
})

export const ListOf = <S extends TSchema>(item: S) =>
  Type.Object({
    meta: Type.Object({ total: Type.Integer(), taken: Type.Integer(), skipped: Type.Integer() }),
    data: Type.Array(item),
  })

export const listOf = <W>(total: number, { skip }: Slice, data: readonly W[]) => ({
  meta: { total, taken: data.length, skipped: skip },
  data: [...data],
})
