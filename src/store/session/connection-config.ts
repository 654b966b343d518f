/** What a PostgreSQL driver needs to open a session; fits the `pg` package's own config. */
export type ConnectionConfig = {
  connectionString?: string
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
  options?: string
  application_name?: string
}

/** The login that owns the schema and migrates it, and the one the server works under. */
export type Connections = { owner: ConnectionConfig; server: ConnectionConfig }

export const serverRole = 'scrip_server'

/** Both configs from `DATABASE_URL` and, where the owner has a login of its own, `SCRIP_OWNER_DATABASE_URL`. */
export function connectionsFromUrls(databaseUrl: string, ownerUrl?: string): Connections {
  const login = fromUrl(databaseUrl)
  if (ownerUrl === undefined) return connectionsOfOwner(login)
  return { owner: fromUrl(ownerUrl), server: withOptions(login, sessionOptions) }
}

/** Both configs where one login does both: the server gives up the owner's rights as its session opens. */
export function connectionsOfOwner(owner: ConnectionConfig): Connections {
  return { owner, server: withOptions(owner, `-c role=${serverRole} ${sessionOptions}`) }
}

/** The same login on another database of the same cluster. */
export function onDatabase(config: ConnectionConfig, database: string): ConnectionConfig {
  if (config.connectionString === undefined) return { ...config, database }
  const [head = '', query] = config.connectionString.split('?')
  const moved = head.replace(/^(\w+:\/\/[^/]*)(\/.*)?$/, `$1/${encodeURIComponent(database)}`)
  return { ...config, connectionString: query === undefined ? moved : `${moved}?${query}` }
}

/** A `postgres://` URL that libpq (psql, pgbench) and `pg` both take, also for a unix socket. */
export function toUrl(config: ConnectionConfig): string {
  if (config.connectionString !== undefined) return config.connectionString
  const { user = '', password = '', host = 'localhost', port = 5432, database = '' } = config
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `postgres://${login}@${encodeURIComponent(host)}:${port}/${encodeURIComponent(database)}`
}

const sessionOptions = '-c timezone=UTC -c search_path=public'

function withOptions(config: ConnectionConfig, options: string): ConnectionConfig {
  return { ...config, options: config.options ? `${config.options} ${options}` : options }
}

/** Takes `options` out of the URL, because `pg` would let the URL's win over the config's. */
function fromUrl(url: string): ConnectionConfig {
  const [head = '', query] = url.split('?')
  if (query === undefined) return { connectionString: url }
  const parameters = new URLSearchParams(query)
  const options = parameters.get('options')
  parameters.delete('options')
  const rest = parameters.toString()
  const connectionString = rest === '' ? head : `${head}?${rest}`
  return options === null ? { connectionString } : { connectionString, options }
}
