import type { Logger } from 'pino'

/** What a log line says of a request: never its headers, its body or its query. */
export interface Answered {
  readonly request_id: string
  readonly method: string
  /** The route's pattern, which holds no ids; the dialect's name where no route was found. */
  readonly route: string
  readonly status: number
  readonly ms: number
}

/** What is answered or refused is said at debug, because it may be much; failures of ours are said at error. */
export interface RequestLog {
  /** Whether anything but failures is logged at all, so that the hot path makes no lines in vain. */
  readonly verbose: boolean
  answered(line: Answered): void
  refused(line: Answered & { readonly code: string }): void
  failed(line: Answered, cause: unknown): void
}

export function requestLog(log: Logger): RequestLog {
  return {
    verbose: log.isLevelEnabled('debug'),
    answered: (line) => log.debug(line, 'request answered'),
    refused: (line) => log.debug(line, 'request refused'),
    failed: (line, cause) => log.error({ ...line, err: cause }, 'request failed'),
  }
}

interface Described {
  readonly type: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  readonly cause?: Described
}

/**
 * An error without its own fields: those of database errors can hold the values of a row, and those of others a
 * whole request. Every log is opened with it as the serializer of `err`.
 */
export const describe = (error: unknown): Described => described(error, 0)

function described(error: unknown, depth: number): Described {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no error was thrown' }
  const code = 'code' in error ? String(error.code) : undefined
  return {
    type: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(code !== undefined && { code }),
    ...(error.cause !== undefined && depth < 3 && { cause: described(error.cause, depth + 1) }),
  }
}
