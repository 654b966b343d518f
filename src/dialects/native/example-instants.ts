/** When the examples' story begins, and when what it grants expires. */
export const AT = '2026-01-31T12:00:00.000Z'
export const LATER = '2027-01-31T12:00:00.000Z'
