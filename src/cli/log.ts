import { type Logger, type LoggerOptions, pino, symbols } from 'pino'
import { describe } from '../http/logging.ts'
import type { LogLevel } from './settings.ts'

export type Log = Logger

/** Logs go to stdout as JSON lines; stderr is left to what stops a start. */
export const openLog = (level: LogLevel): Log => pino(optionsOf(level))

/** An error is handed to it as it is, under `err`, and written without its own fields. */
export const optionsOf = (level: LogLevel): LoggerOptions => ({
  level,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: describe },
  redact: { paths: secrets },
})

/** A net below the rule that no secret is handed to a log in the first place. */
const secrets = ['authorization', 'password', 'secret', 'token', 'api_key'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
])

/** What an operator at a terminal should read is printed plain there, and logged everywhere else. */
export function announce(log: Log, line: string) {
  if (process.stdout.isTTY) process.stdout.write(`${line}\n`)
  else log.info(line)
}

/** Plain text among the log's lines, by the log's own stream, so that it can't overtake what was said before it. */
export function print(log: Log, text: string) {
  if (process.stdout.isTTY) process.stdout.write(text)
  else (log as Log & { [symbols.streamSym]: { write(text: string): void } })[symbols.streamSym].write(text)
}
