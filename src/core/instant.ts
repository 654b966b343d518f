/**
 * A point in time: milliseconds since 1970 in UTC. The clock is read once, at the edge, and travels as an argument;
 * nothing in core or its SQL asks for the time itself.
 */
export type Instant = number

/** PostgreSQL keeps timestamps up to the year 294276 and JavaScript up to 275760: nobody needs either. */
export const LATEST_INSTANT: Instant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
