import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { type ConnectionConfig, serverRole } from '../session/connection-config.ts'

export const jobSchema = 'graphile_worker'

/**
 * Brings the job queue's own schema up to date and opens it to the server. The queue's migrations run on a
 * session of their own, while the given one holds the lock that keeps other starters out.
 */
export async function migrateJobs(client: pg.Client, owner: ConnectionConfig, log: (line: string) => void) {
  const before = await revision(client)
  const pool = new pg.Pool({ ...owner, max: 1 })
  // A lost connection fails the query under way; it has to be listened for lest it end the process as well.
  pool.on('error', () => undefined)
  pool.on('connect', (session) => session.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool, schema: jobSchema, logger: silent })
  } finally {
    await pool.end()
  }
  const after = await revision(client)
  if (after !== before) log(`Applied the job queue's migrations up to ${after}`)
  await client.query(openToServer)
}

const silent = new Logger(() => () => undefined)

async function revision(client: pg.Client): Promise<number> {
  const { rows } = await client.query(`select to_regclass('${jobSchema}.migrations') is not null as made`)
  if (!rows[0].made) return 0
  return (await client.query(`select max(id) as id from ${jobSchema}.migrations`)).rows[0].id ?? 0
}

/**
 * The queue's tables have row level security without a policy, so besides its owner nobody sees a row. The
 * policies are made again only where they are missing: this runs at every start, and `create policy` locks.
 */
const openToServer = `
grant usage on schema ${jobSchema} to ${serverRole};
grant execute on all functions in schema ${jobSchema} to ${serverRole};
do $$
declare
  queue record;
begin
  for queue in
    select c.oid, c.relname, c.relrowsecurity from pg_class c
    where c.relnamespace = '${jobSchema}'::regnamespace and c.relkind = 'r'
  loop
    if queue.relname = 'migrations' then
      execute format('grant select on ${jobSchema}.%I to ${serverRole}', queue.relname);
    else
      execute format('grant select, insert, update, delete on ${jobSchema}.%I to ${serverRole}', queue.relname);
    end if;
    if queue.relrowsecurity and not exists (
      select from pg_policy p where p.polrelid = queue.oid and p.polname = '${serverRole}'
    ) then
      execute format(
        'create policy ${serverRole} on ${jobSchema}.%I to ${serverRole} using (true) with check (true)',
        queue.relname
      );
    end if;
  end loop;
end $$
`
