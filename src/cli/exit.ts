import { ScripMisuse, ScripRefusal, ScripUnreachable } from '../../sdk/src/index.ts'
import { Unavailable } from '../core/unavailable.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import { WrongSettings } from './settings.ts'

/** What a script can go by. */
export const EXIT = { done: 0, no: 1, misused: 2, unreachable: 3, forbidden: 4 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done, or everything holds',
  1: 'the answer is no: a refusal, a difference, a breach; or it could not be done',
  2: 'used wrongly: an unknown option, a value or setting that is not accepted',
  3: 'nobody answers: the server, or what it needs itself; or it asks to be called later; or nobody knows yet',
  4: 'not allowed: the key is unknown, revoked, or not for this',
}

/** The command was given something that it does not take. */
export class Misused extends CannotStart {
  override readonly name = 'Misused'
}

/** Nobody knows where the server is. */
export class NoServer extends CannotStart {
  override readonly name = 'NoServer'
}

const NOT_ALLOWED = new Set(['unauthenticated', 'forbidden'])
const LATER = new Set([
  'rate_limited',
  'unavailable',
  'internal',
  'payment_pending',
  'idempotency_key_in_use',
])
const WRONG_USE = [Misused, WrongSettings, ScripMisuse]
const MISUSED = new Set(['invalid_request', 'invalid_json'])

export function exitCodeOf(error: unknown): ExitCode {
  if (WRONG_USE.some((one) => error instanceof one) || isBadOption(error)) return EXIT.misused
  if (error instanceof NoServer || error instanceof ScripUnreachable || error instanceof Unavailable)
    return EXIT.unreachable
  if (!(error instanceof ScripRefusal)) return EXIT.no
  if (NOT_ALLOWED.has(error.code)) return EXIT.forbidden
  if (LATER.has(error.code)) return EXIT.unreachable
  return MISUSED.has(error.code) ? EXIT.misused : EXIT.no
}

/** From `parseArgs`, whose message says which option is wrong. */
export const isBadOption = (error: unknown): boolean =>
  String((error as NodeJS.ErrnoException | null)?.code).startsWith('ERR_PARSE_ARGS')
