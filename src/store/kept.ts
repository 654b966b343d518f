/** How long the first answer to an idempotency key is kept and replayed. */
export const KEPT_MS = 24 * 60 * 60 * 1000
