import type { Statement } from '../session/connection.ts'

/** One that is prepared once a connection. */
export const statement = (name: string, text: string): Statement => ({ name, text })
