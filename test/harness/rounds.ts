const isFull = process.env.SCRIP_ROUNDS === 'full'

/** How often to do a thing: `full` with `npm run test:faults`, `short` with `npm test`. */
export const rounds = <T = number>(full: T, short: T): T => (isFull ? full : short)

/** A test's time limit that grows with its rounds. A busy machine needs as long as it is given everywhere else. */
export const minutes = (full: number, short: number): number => Math.max(5, rounds(full, short)) * 60_000
