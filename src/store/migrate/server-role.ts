import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serverRole } from '../session/connection-config.ts'
import { MigrationRefused } from './migration-refused.ts'

/**
 * Makes the role the server works under, and lets the owner and the given logins take it. Roles belong to
 * the whole cluster, so migrations of two of its databases may meet here, where no lock of one database
 * keeps them apart.
 */
export async function prepareServerRole(client: pg.Client, logins: string[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(createRole)
      for (const login of [await ownName(client), ...logins]) await letTake(client, login)
      return
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      if (code === '42501') throw notAllowed(message)
      // XX000 is "tuple concurrently updated", which a simultaneous grant of the same role gives.
      if (code !== 'XX000' && code !== '23505') throw error
      if (attempt === 10) throw error
      await sleep(20 * attempt)
    }
  }
}

const createRole = `
do $$ begin
  if not exists (select from pg_roles where rolname = '${serverRole}') then
    create role ${serverRole} nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$
`

async function letTake(client: pg.Client, login: string) {
  // Since PostgreSQL 16 one may be a member of a role and still not be allowed to take it.
  const major = Number.parseInt((await client.query('show server_version')).rows[0].server_version, 10)
  const right = major >= 16 ? 'set' : 'member'
  const { rows } = await client.query('select pg_has_role($1, $2, $3) as may', [login, serverRole, right])
  if (!rows[0].may) await client.query(`grant ${serverRole} to ${pg.escapeIdentifier(login)}`)
}

async function ownName(client: pg.Client): Promise<string> {
  return (await client.query<{ name: string }>('select current_user as name')).rows[0]?.name ?? ''
}

function notAllowed(why: string): MigrationRefused {
  return new MigrationRefused(
    'not_allowed',
    `The database's owner may not set up the role ${serverRole} (${why}): run "create role ${serverRole} ` +
      `nologin; grant ${serverRole} to <owner>" as an administrator, then start again.`,
  )
}
