import pg from 'pg'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { optionsOf } from '../../src/cli/log.ts'

test('an error is logged without its own fields, whoever logs it', () => {
  const lines: string[] = []
  const log = pino(optionsOf('info'), { write: (line) => void lines.push(line) })
  const error = new pg.DatabaseError('null value in column "fingerprint"', 0, 'error')
  Object.assign(error, { code: '23502', detail: 'Failing row contains (ada@example.com).' })
  log.error({ err: new Error('not written', { cause: error }) }, 'a job failed')
  log.warn(error)
  expect(lines.map((line) => JSON.parse(line).err)).toMatchObject([
    { type: 'Error', message: 'not written', cause: { code: '23502' } },
    { type: 'error', code: '23502' },
  ])
  expect(lines.join('')).not.toContain('ada@example.com')
})
