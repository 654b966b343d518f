import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newCustomer } from '../../sandbox/customers/customer.ts'
import { ApiError } from '../../sandbox/errors.ts'
import { BY_ITSELF, Sandbox } from '../../sandbox/sandbox.ts'
import { openDatabase } from '../../sandbox/store/database.ts'
import { freshDirectory } from '../harness/directory.ts'

const directory = freshDirectory('sandbox')

const open = (name: string) => new Sandbox({ dataDir: join(directory, name) })

/** What another process would find after a crash. */
function kept(name: string): string[] {
  const database = openDatabase(join(directory, name))
  const rows = database.prepare(`select data ->> 'name' as name from objects where kind = 'customer'`).all()
  database.close()
  return rows.map((row) => String(row.name)).sort()
}

test('works that come together are written together, and none is told of before', async () => {
  const sandbox = open('together')
  for (const name of ['Ada', 'Eve']) sandbox.do((work) => newCustomer(work, { name }))
  const written = sandbox.group.written()
  expect(kept('together')).toEqual([])
  await written
  expect(kept('together')).toEqual(['Ada', 'Eve'])
  // Nothing is left to wait for.
  await sandbox.group.written()
  await sandbox.close()
})

test('a work that is undone leaves the others of its group alone', async () => {
  const sandbox = open('undone')
  const begin = (name: string, then: () => void = () => {}) =>
    sandbox.work(BY_ITSELF, (work) => {
      newCustomer(work, { name })
      then()
    })
  begin('Ada')
  const refused = begin('Eve', () => {
    throw new ApiError(400, { type: 'invalid_request_error', message: 'No.' })
  })
  expect(refused.ok).toBe(false)
  const broken = () =>
    begin('Mallory', () => {
      throw new Error('broken')
    })
  expect(broken).toThrow('broken')
  begin('Grace')
  await sandbox.group.written()
  expect(kept('undone')).toEqual(['Ada', 'Grace'])
  await sandbox.close()
})

test('what was done last is written when it closes', async () => {
  const sandbox = open('closed')
  sandbox.do((work) => newCustomer(work, { name: 'Ada' }))
  await sandbox.close()
  expect(kept('closed')).toEqual(['Ada'])
})

test('a file without columns for references gets them, filled', async () => {
  const before = open('older')
  const { id } = before.do((work) => newCustomer(work, { name: 'Ada' }))
  await before.group.written()
  before.database.exec(`insert into objects (id, kind, created, data, hidden)
    values ('pm_1', 'payment_method', 0, '{"id":"pm_1","object":"payment_method","customer":"${id}"}', '{}')`)
  for (const name of ['customer', 'payment_intent', 'invoice', 'charge'])
    before.database.exec(`drop index objects_of_${name}; alter table objects drop column ${name};
      create index objects_${name} on objects (kind, data ->> '${name}', seq)`)
  await before.close()
  const sandbox = open('older')
  const found = sandbox.do(({ objects }) => objects.all('payment_method', { customer: id }))
  expect(found.map((one) => one.id)).toEqual(['pm_1'])
  const indexes = sandbox.database.prepare(`select name from sqlite_master where type = 'index'`).all()
  expect(indexes.map(({ name }) => name)).not.toContain('objects_customer')
  await sandbox.close()
})
