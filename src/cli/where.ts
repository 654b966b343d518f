import { Scrip, ScripUnreachable } from '../../sdk/src/index.ts'
import { credentialsFile, readCredentials } from './credentials.ts'
import { Misused, NoServer } from './exit.ts'
import { dataDirOf } from './settings.ts'

/** A server and a key to it. */
export interface Where {
  readonly url: string
  readonly key: string
}

/** One that answers. */
export interface FoundServer extends Where {
  /** Whether the caller said which, so that it may be on another machine. */
  readonly isNamed: boolean
}

export interface SaidWhere {
  readonly url?: string | undefined
  readonly key?: string | undefined
}

/** What was said counts before the environment, and that before what the server itself wrote down when it started. */
export function whereIs(said: SaidWhere, env: NodeJS.ProcessEnv): Where {
  const dataDir = dataDirOf(env)
  const [saidUrl, saidKey] = [said.url ?? nonEmpty(env.SCRIP_URL), said.key ?? nonEmpty(env.SCRIP_API_KEY)]
  // Whoever said both has no need of a file that may be broken, or another user's.
  const known = saidUrl !== undefined && saidKey !== undefined ? null : readCredentials(dataDir)
  const url = (saidUrl ?? known?.base_url)?.replace(/\/+$/, '')
  if (url === undefined)
    throw new NoServer(
      `There is no ${credentialsFile(dataDir)}; start the server first, or set SCRIP_DATA_DIR as it has it.`,
    )
  if (!/^https?:\/\/[^?#@]+$/.test(url) || !URL.canParse(url))
    throw new Misused(
      '--url or SCRIP_URL is something else; accepted is an http:// or https:// URL without a query.',
    )
  // The key of the server here is not shown to another one.
  const own = url === known?.base_url ? known.operator_key : undefined
  const key = saidKey ?? own
  if (key === undefined) throw new Misused(`There is no key for ${url}; set SCRIP_API_KEY.`)
  return { url, key }
}

const nonEmpty = (text: string | undefined): string | undefined => text?.trim() || undefined

/** A person waits, so it is found out soon that nobody answers. */
const PATIENCE = { retries: 2, backoffMs: 100, timeoutMs: 60_000, limitMs: 120_000 }

export function clientOf({ url, key }: Where): Scrip {
  return new Scrip({ baseUrl: url, key, ...PATIENCE, headers: { 'user-agent': 'scrip-cli' } })
}

/** The error in the words of somebody who has a server at that place to start. */
export function asCallerReads(error: unknown, { url }: Where): unknown {
  if (!(error instanceof ScripUnreachable)) return error
  // What was sent and changes something may have been done, whatever became of the answer.
  if (error.wasSent && error.mayBeDone) return error
  if (!error.wasSent) return new NoServer(`No server answers at ${url}; start it first.`)
  return new NoServer(`${url}: ${error.message}`)
}

/**
 * The server for a command that can do without one: null where nothing names a server or none answers. Whoever sets
 * DATABASE_URL means that database, and whether the server that was last started here has the same is not known.
 */
export async function serverIfAny(said: SaidWhere, env: NodeJS.ProcessEnv): Promise<FoundServer | null> {
  const isNamed = (said.url ?? nonEmpty(env.SCRIP_URL)) !== undefined
  if (!isNamed && (nonEmpty(env.DATABASE_URL) !== undefined || !readCredentials(dataDirOf(env)))) return null
  const where = whereIs(said, env)
  try {
    await clientOf(where).me.get({ retries: isNamed ? 2 : 0, timeoutMs: 10_000 })
    return { ...where, isNamed }
  } catch (error) {
    if (error instanceof ScripUnreachable && !isNamed) return null
    throw asCallerReads(error, where)
  }
}
