import pg from 'pg'

const INT8 = 20
const TIMESTAMPTZ = 1184

/** Sessions run in UTC, so a timestamp reads `2026-01-31 12:00:00.123+00`. */
const parseInstant = (text: string): number => Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)

/**
 * How PostgreSQL's values arrive here: 64-bit integers as bigint, because a number would round them, and timestamps
 * as milliseconds since 1970.
 */
export const pgTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt
    if (oid === TIMESTAMPTZ) return parseInstant
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig
