import { expect, test } from 'vitest'
import { Unavailable, Uncertain } from '../../../src/core/unavailable.ts'
import {
  CommitLost,
  ConnectionLost,
  isAway,
  type Outage,
  orUnavailable,
  outageOf,
} from '../../../src/store/session/outage.ts'

const answered = (code: string, severity = 'ERROR') =>
  Object.assign(new Error('as PostgreSQL says it'), { code, severity })
const failed = (code: string) => Object.assign(new Error('as the system says it'), { code, syscall: 'read' })

const errors: [string, unknown, Outage | null][] = [
  ['a connection that failed', answered('08006'), 'away'],
  ['a full disk', answered('53100'), 'away'],
  ['no room for another connection', answered('53300', 'FATAL'), 'away'],
  ['an end by an administrator', answered('57P01', 'FATAL'), 'away'],
  ['a crash', answered('57P02', 'FATAL'), 'away'],
  ['a start', answered('57P03', 'FATAL'), 'away'],
  ['a statement that took too long', answered('57014'), 'away'],
  ['a transaction that did nothing', answered('25P03', 'FATAL'), 'away'],
  ['a transaction that was too long', answered('25P04', 'FATAL'), 'away'],
  ['a server that takes no writes', answered('25006'), 'away'],
  ['a panic', answered('XX000', 'PANIC'), 'away'],
  ['a session that was ended', answered('28P01', 'FATAL'), 'away'],
  ['two transactions that came between each other', answered('40001'), 'busy'],
  ['a deadlock', answered('40P01'), 'busy'],
  ['a lock that was waited for too long', answered('55P03'), 'busy'],
  ['a connection that was reset', failed('ECONNRESET'), 'away'],
  ['a connection that was refused', failed('ECONNREFUSED'), 'away'],
  ['a socket that is not there', failed('ENOENT'), 'away'],
  ['a connection that the driver lost', new Error('Connection terminated unexpectedly'), 'away'],
  ['no connection in time', new Error('timeout exceeded when trying to connect'), 'away'],
  ['no answer in time', new Error('Query read timeout'), 'away'],
  ['a lane that lost its connection', new ConnectionLost('x'), 'away'],
  ['a commit that nobody answered', new CommitLost('x'), 'away'],
  ['a key that is there', answered('23505'), null],
  ['a division by zero', answered('22012'), null],
  ['a transaction that failed before', answered('25P02'), null],
  ['a fault of ours', new TypeError('x is not a function'), null],
  ['what is no error', 'ECONNRESET', null],
]

test.each(errors)('%s', (_, error, outage) => {
  expect(outageOf(error)).toBe(outage)
  expect(isAway(error)).toBe(outage === 'away')
  let thrown: unknown
  try {
    orUnavailable(error)
  } catch (other) {
    thrown = other
  }
  if (outage === null) expect(thrown).toBe(error)
  else expect(thrown).toMatchObject({ retry_after_seconds: 1, cause: error })
  expect(thrown instanceof Unavailable).toBe(outage !== null)
  expect(thrown instanceof Uncertain).toBe(error instanceof CommitLost)
})
