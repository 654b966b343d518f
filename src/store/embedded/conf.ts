import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'

/** Settings over ours, by PostgreSQL's own names. */
export type Overrides = Record<string, string>

/** Rewritten at every start, so an upgrade of Scrip reaches old clusters; `alter system` still wins over it. */
export function writeConf(home: Home, overrides: Overrides) {
  const settings: Record<string, string> = {
    // TCP stays closed: its ports clash, and whoever may enter the socket's directory is who may connect.
    listen_addresses: '',
    unix_socket_directories: home.sockets,
    unix_socket_permissions: '0700',
    port: '5432',
    // Whoever serves with many processes asks for more.
    max_connections: '200',
    // An answered debit has to survive a power cut.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: '256MB',
    // Huge pages that a container promises but may not use kill PostgreSQL at its start.
    huge_pages: 'off',
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_completion_target: '0.9',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_checkpoints: 'off',
    // Statements may carry what belongs in no log.
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    cluster_name: 'scrip',
    restart_after_crash: 'on',
    ...overrides,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  const header = '# Written by Scrip at every start; put your own settings in with "alter system".'
  const file = join(home.cluster, confName)
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`)
  // PostgreSQL passes over a file that its user can't read, and would listen elsewhere with settings of its own.
  chmodSync(file, 0o644)
}

export const confName = 'scrip.conf'
