import { isRefusal, ScripError, ScripMisuse, ScripRefusal, ScripUnreachable } from '../../sdk/src/index.ts'
import { Unavailable } from '../core/unavailable.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import { exitCodeOf, isBadOption } from './exit.ts'
import { WrongSettings } from './settings.ts'

/** What went wrong, a line each. What somebody can put right comes without a stack. */
export function complaint(error: unknown): string[] {
  if (error instanceof WrongSettings) return error.lines
  if (error instanceof ScripRefusal) return [...refused(error), ...goOn(error)]
  if (error instanceof ScripUnreachable) return [error.message, ...goOn(error)]
  if ([CannotStart, Unavailable, ScripMisuse].some((one) => error instanceof one))
    return [(error as Error).message]
  const { message, stack } = error as Error
  if (isBadOption(error)) return [`${message.split('. ')[0]}; see "scrip help".`]
  return [stack ?? String(error)]
}

/** How to find out what became of a call that nobody knows of, without doing it twice. */
function goOn(error: ScripError): string[] {
  const key = keyOf(error)
  return key === null ? [] : [`It may have been done; repeat it with --once ${key}`]
}

/** Who is turned away at once has done nothing here, and knows the key that was given. */
function keyOf(error: unknown): string | null {
  if (!(error instanceof ScripError) || !error.mayBeDone) return null
  const wasTurnedAway = isRefusal(error, 'unauthenticated', 'forbidden') && error.attempts === 1
  return wasTurnedAway ? null : error.idempotencyKey
}

function refused({ code, detail, fields, correlationId, purchase }: ScripRefusal): string[] {
  if (code === 'unauthenticated')
    return [
      'The server does not take this key.',
      '"scrip keys create --direct" makes another operator key, on the machine of the server.',
    ]
  // The detail of a single one says it already.
  const more = fields.length > 1 ? fields.map(({ field, message }) => `  ${field}: ${message}`) : []
  const lines = [detail, ...more]
  if (purchase !== null) lines.push(`The purchase is ${purchase}.`)
  if (code === 'internal') lines.push(`The server's log says more under ${correlationId}.`)
  return lines
}

/** The same for a script that asked for JSON. */
export function complaintAsJson(error: unknown): object {
  const lines = complaint(error)
  const exit = exitCodeOf(error)
  const key = keyOf(error)
  const idempotency_key = key === null ? {} : { idempotency_key: key }
  if (!(error instanceof ScripRefusal))
    return { error: { code: null, detail: lines.join(' '), ...idempotency_key, exit } }
  const { code, status, detail, fields, correlationId, purchase } = error
  return {
    error: {
      code,
      status,
      detail,
      fields,
      purchase,
      correlation_id: correlationId,
      ...idempotency_key,
      exit,
    },
  }
}
