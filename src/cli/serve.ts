import cluster from 'node:cluster'
import type { TokenSettings } from '../http/access/token.ts'
import { cannotWrite } from '../store/embedded/cannot-write.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import { migrate } from '../store/migrate/migrate.ts'
import type { ConnectionConfig } from '../store/session/connection-config.ts'
import { command, type Leaf } from './command.ts'
import { type Credentials, credentialsFile, withUrl } from './credentials.ts'
import { type Database, openDatabase } from './database.ts'
import { tokensOf } from './demo-token.ts'
import { onStopSignals } from './drain.ts'
import { checkDurable } from './durable.ts'
import { firstCalls } from './first-calls.ts'
import { firstStart } from './first-start.ts'
import { type LocalStripe, type StartSandbox, startLocalStripe } from './local-stripe.ts'
import { announce, type Log, openLog, print } from './log.ts'
import { wholeNumber } from './options.ts'
import { forkProcesses, serveAsFork } from './processes.ts'
import { checkRoom } from './room.ts'
import { listeningUrl, readSettings, type Settings, type StripeSettings } from './settings.ts'

/** What is settled before any process may take its first request. */
export type Settled = { connection: ConnectionConfig; stripe: StripeSettings; tokens: TokenSettings }

/** What a serving process is given. */
export type Deps = Settled & { settings: Settings; log: Log }

export type Listening = {
  url: string
  /** Takes no new requests, finishes those under way, stops the jobs, closes the database's connections. */
  close(): Promise<void>
}

export type Listen = (deps: Deps) => Promise<Listening>

export function serveCommand(listen: Listen, startSandbox: StartSandbox): Leaf {
  return command({
    name: 'serve',
    summary: 'Run the server',
    about:
      'It brings its own PostgreSQL and a local Stripe where no other ones are set. SIGTERM lets it finish and end.',
    options: {
      processes: { value: 'N', help: 'How many processes share the port, to use the cores.', usual: '1' },
    },
    examples: ['serve', 'serve --processes 4'],
    calls: false,
    json: false,
    async run({ options, env }) {
      const processes = wholeNumber('--processes', options.processes, 1, 256)
      const settings = readSettings(env)
      const log = openLog(settings.logLevel)
      if (cluster.isWorker) return serveAsFork(listen, settings, log)
      const stop = onStopSignals(log)
      const database = await openDatabase(settings, (line) => log.info(line), processes)
      let local: LocalStripe | undefined
      try {
        await checkRoom(database, processes, settings)
        if (!stop.asked) await migrate(database, { log: (line) => log.info(line) })
        if (stop.asked) return await database.embedded?.stop()
        await checkDurable(database)
        if (!settings.stripe) local = await startLocalStripe(settings, log, startSandbox)
        const { serving, credentials } = await begin(listen, processes, settings, log, database, local)
        stop.use(
          () => finish(serving, local, database),
          () => database.embedded?.abandon(),
        )
        greet(serving, settings, log, local, credentials)
        await stop.done
      } catch (error) {
        await local?.close()
        await database.embedded?.stop()
        throw asOperatorReads(error, settings)
      }
    },
  })
}

async function begin(
  listen: Listen,
  processes: number,
  settings: Settings,
  log: Log,
  { server: connection }: Database,
  local: LocalStripe | undefined,
): Promise<{ serving: Listening; credentials: Credentials | null }> {
  const stripe = settings.stripe ?? local?.settings
  if (!stripe) throw new Error('there is neither a real Stripe nor a local one')
  const { dataDir } = settings
  // Before anybody can ask, so that the keys in the file are valid from the first answer on.
  const { credentials, tokens } = await firstStart({
    connection,
    dataDir,
    base_url: listeningUrl(settings),
    sandbox_url: local?.url,
    tokens: tokensOf(settings),
  })
  const deps = { connection, stripe, tokens, settings, log }
  const serving = processes > 1 ? await forkProcesses(processes, deps) : await listen(deps)
  await local?.notify(`${serving.url}/webhooks/stripe`)
  return { serving, credentials: credentials && withUrl(credentials, dataDir, serving.url) }
}

/** The local Stripe ends after those who ask it, and the database after all of them. */
async function finish(serving: Listening, local: LocalStripe | undefined, database: Database) {
  await serving.close()
  await local?.close()
  await database.embedded?.stop()
}

function greet(
  { url }: Listening,
  settings: Settings,
  log: Log,
  local: LocalStripe | undefined,
  credentials: Credentials | null,
) {
  const { databaseUrl, dataDir } = settings
  announce(log, `Scrip listens on ${url}`)
  announce(log, `Its data is in ${databaseUrl === undefined ? dataDir : 'the PostgreSQL of DATABASE_URL'}`)
  if (local) {
    const none = 'Without STRIPE_SECRET_KEY it sells through a local Stripe, and no money moves'
    announce(log, `${none}: ${local.url}`)
  }
  if (credentials === null) {
    announce(log, 'Its credentials were made elsewhere; `npx scrip keys create` makes another operator key')
    return
  }
  announce(log, `Its credentials are in ${credentialsFile(dataDir)}`)
  print(log, firstCalls(credentials, dataDir))
}

function asOperatorReads(error: unknown, { dataDir, host, port }: Settings): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  if (typeof path === 'string' && path.startsWith(dataDir))
    return cannotWrite(`The data directory ${dataDir}`, error)
  if (code === 'EADDRINUSE')
    return new CannotStart(`Port ${port} of ${host} is in use; set PORT to a free one.`)
  if (code === 'EACCES')
    return new CannotStart(`Port ${port} of ${host} may not be used; set PORT above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CannotStart(`HOST is ${JSON.stringify(host)}, which is no address of this machine.`)
  }
  return error
}
