import { type Logger, pino } from 'pino'
import type { Dialect } from '../../src/http/dialect.ts'
import { openApi } from '../../src/http/document/openapi.ts'
import { afterFile } from './after-file.ts'

type Line = { readonly msg: string; readonly route: string; readonly status: number; readonly code: string }

/** The refusals that a document gives each operation, as `409 key_revoked`. */
function declaredIn(dialect: Dialect): Map<string, Set<string>> {
  const operations = Object.values(openApi(dialect, '1').paths).flatMap((methods) => Object.values(methods))
  return new Map(
    operations.map(({ operationId, responses }) => [
      operationId,
      new Set(
        Object.entries(responses).flatMap(([status, { description }]) =>
          String(description)
            .split(', ')
            .map((code) => `${status} ${code}`),
        ),
      ),
    ]),
  )
}

/** A log that shows nothing. A test file fails in the end where a route refused what its document doesn't say. */
export function logOfDeclared(dialects: readonly Dialect[]): Logger {
  const declared = new Map(dialects.flatMap((dialect) => [...declaredIn(dialect)]))
  const undeclared = new Set<string>()
  const write = (text: string) => {
    const { msg, route, status, code } = JSON.parse(text) as Line
    if (msg === 'request refused' && declared.get(route)?.has(`${status} ${code}`) === false)
      undeclared.add(`${route}: ${status} ${code}`)
  }
  afterFile(() => {
    if (undeclared.size > 0)
      throw new Error(`no document says that these are answered:\n${[...undeclared].sort().join('\n')}`)
  })
  return pino({ level: 'debug' }, { write })
}
