import { describe, expect, test } from 'vitest'
import { durability } from '../../src/cli/doctor/durability.ts'
import { migrations } from '../../src/cli/doctor/migrations.ts'
import { postgres } from '../../src/cli/doctor/postgres.ts'
import { serverRights } from '../../src/cli/doctor/server-rights.ts'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { look } from './look.ts'

describe('the doctor finds', () => {
  test('a database that is not there, has no schema, or another password', async () => {
    const { url, name } = await freshDatabase({ empty: true })
    expect(await look(migrations, { DATABASE_URL: url })).toMatch(
      /^warn: The database is empty\. → Run "scrip migrate"/,
    )
    expect(await look(postgres, { DATABASE_URL: url.replace(name, 'nowhere') })).toMatch(
      /^wrong: The database cannot be used: .* → Create the database/,
    )
    expect(await look(postgres, { DATABASE_URL: url.replace(/:[^:@]+@/, ':wrong@') })).toMatch(
      /^wrong: .* → Check the user and the password/,
    )
    expect(await look(durability, { DATABASE_URL: url.replace(name, 'nowhere') })).toBe('')
  })

  test('commits that are not waited for, a server that may change the ledger, a migration that is missing', async () => {
    const { url, owner, name } = await freshDatabase()
    await sqlAt(owner, `alter database ${name} set synchronous_commit = off`)
    await sqlAt(owner, 'grant update, delete on entries to scrip_server')
    await sqlAt(
      owner,
      'delete from scrip_migrations where number = (select max(number) from scrip_migrations)',
    )
    const env = { DATABASE_URL: url }
    expect(await look(durability, env)).toMatch(/^wrong: synchronous_commit is off: .* → Set it to on/)
    expect(await look(serverRights, env)).toMatch(
      /^wrong: .* scrip_server may update, delete entries .* → .*revoke update, delete on entries from scrip_server/,
    )
    expect(await look(migrations, env)).toMatch(/^warn: 1 of \d+ migrations are still to be applied\./)
    await sqlAt(owner, "update scrip_migrations set checksum = 'x' where number = 1")
    expect(await look(migrations, env)).toMatch(/^wrong: The migration .* is another one here/)
  })
})
