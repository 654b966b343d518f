import cluster from 'node:cluster'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CannotStart } from '../store/cannot-start.ts'
import type { ConnectionConfig } from '../store/connection-config.ts'
import { migrate } from '../store/migrate.ts'
import type { Command } from './commands.ts'
import { type Database, openDatabase } from './database.ts'
import { onStopSignals } from './drain.ts'
import { type Credentials, firstCalls, firstStart, withUrl } from './first-start.ts'
import { announce, type Log, openLog } from './log.ts'
import { forkProcesses, serveAsFork } from './processes.ts'
import { readSettings, type Settings } from './settings.ts'

/** What a serving process is given: everything that is settled before it may take its first request. */
export type Deps = { settings: Settings; connection: ConnectionConfig; log: Log }

export type Listening = {
  url: string
  /** Takes no new requests, finishes those under way, stops the jobs, closes the database's connections. */
  close(): Promise<void>
}

export type Listen = (deps: Deps) => Promise<Listening>

export function serveCommand(listen: Listen): Command {
  return {
    summary: 'Run the server',
    usage: '[--processes N]',
    async run(args, env) {
      const processes = readProcesses(args)
      const settings = readSettings(env)
      const log = openLog(settings.logLevel)
      if (cluster.isWorker) return serveAsFork(listen, settings, log)
      const stop = onStopSignals(log)
      const database = await openDatabase(settings, (line) => log.info(line))
      try {
        if (!stop.asked) await migrate(database, { log: (line) => log.info(line) })
        if (stop.asked) return await database.embedded?.stop()
        const deps = { settings, connection: database.server, log }
        // Before anybody can ask, so that the key in the file is valid from the first answer on.
        const credentials = await firstStart(database.server, settings.dataDir, urlOf(settings))
        const serving = processes > 1 ? await forkProcesses(processes, deps) : await listen(deps)
        stop.use(
          () => finish(serving, database),
          () => database.embedded?.abandon(),
        )
        greet(serving, settings, log, credentials && withUrl(credentials, settings.dataDir, serving.url))
        await stop.done
      } catch (error) {
        await database.embedded?.stop()
        throw asOperatorReads(error, settings)
      }
    },
  }
}

async function finish(serving: Listening, database: Database) {
  await serving.close()
  await database.embedded?.stop()
}

function readProcesses(args: string[]): number {
  const { values } = parseArgs({ args, options: { processes: { type: 'string' } } })
  const given = values.processes ?? '1'
  if (/^\d{1,3}$/.test(given) && Number(given) >= 1 && Number(given) <= 256) return Number(given)
  throw new CannotStart(`--processes is ${JSON.stringify(given)}; accepted is a whole number from 1 to 256.`)
}

const urlOf = ({ host, port }: Settings): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

function greet({ url }: Listening, settings: Settings, log: Log, credentials: Credentials | null) {
  const data = settings.databaseUrl === undefined ? settings.dataDir : 'the PostgreSQL of DATABASE_URL'
  announce(log, `Scrip listens on ${url}`)
  announce(log, `Its data is in ${data}`)
  if (credentials === null) {
    announce(log, 'Its credentials were made elsewhere; `npx scrip keys create` makes another operator key')
    return
  }
  const file = join(settings.dataDir, 'credentials.json')
  announce(log, `Its credentials are in ${file}`)
  process.stdout.write(firstCalls(credentials, file))
}

function asOperatorReads(error: unknown, { host, port }: Settings): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new CannotStart(`Port ${port} of ${host} is in use; set PORT to a free one.`)
  if (code === 'EACCES')
    return new CannotStart(`Port ${port} of ${host} may not be used; set PORT above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CannotStart(`HOST is ${JSON.stringify(host)}, which is no address of this machine.`)
  }
  return error
}
