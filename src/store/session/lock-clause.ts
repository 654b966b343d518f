import type { Lock } from '../../core/ports.ts'

/** What is locked may be changed, but never its key. */
export const lockClause = (lock: Lock | undefined): string => (lock ? 'for no key update' : '')
