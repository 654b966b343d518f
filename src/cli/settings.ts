import { resolve } from 'node:path'
import { CannotStart } from '../store/migrate/cannot-start.ts'

/** Everything the environment decides, read and checked here and nowhere else. */
export type Settings = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  ownerDatabaseUrl: string | undefined
  jwtSecret: string | undefined
  jwksUrl: string | undefined
  jwtAudience: string | undefined
  /** Undefined: a local Stripe is started instead. */
  stripe: StripeSettings | undefined
  stripeTax: boolean
  /** Undefined: the port it had before, else a usual one that is free. */
  sandboxPort: number | undefined
  /** How buyers reach the server, without a slash at its end; undefined: at the address it listens on. */
  publicUrl: string | undefined
  /** The origins that a buyer may be sent to after paying; undefined: all of them. */
  redirectOrigins: readonly string[] | undefined
  /** The origins whose pages may show the portal in a frame. */
  portalOrigins: readonly string[]
  /** The origins whose pages may call the API from a browser. */
  corsOrigins: readonly string[]
  logLevel: LogLevel
  lanes: number
}

export type StripeSettings = {
  secretKey: string
  webhookSecret: string
  /** Another place than Stripe's own. */
  apiUrl: string | undefined
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Wrong settings, each in a line of its own. */
export class WrongSettings extends CannotStart {
  readonly lines: string[]

  constructor(lines: string[]) {
    super(lines.join(' '))
    this.name = 'WrongSettings'
    this.lines = lines
  }
}

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const reader = new Reader(env)
  const settings = {
    port: reader.integer('PORT', 8080, 0, 65_535),
    // The demo's keys are printed and the sandbox takes any card, so by default nobody else may reach it.
    host: reader.matching('HOST', /^[0-9A-Za-z.:_-]+$/, 'a host name or address to listen on') ?? '127.0.0.1',
    dataDir: dataDirOf(env),
    databaseUrl: reader.url('DATABASE_URL', /^postgres(ql)?:\/\/./, 'a postgres:// URL'),
    ownerDatabaseUrl: reader.url('SCRIP_OWNER_DATABASE_URL', /^postgres(ql)?:\/\/./, 'a postgres:// URL'),
    jwtSecret: reader.secret('SCRIP_JWT_SECRET', /^.{32,}$/s, 'at least 32 characters'),
    jwksUrl: reader.url('SCRIP_JWKS_URL', /^https?:\/\/./, 'an http:// or https:// URL'),
    jwtAudience: reader.text('SCRIP_JWT_AUDIENCE'),
    stripe: stripe(reader),
    stripeTax: reader.oneOf('SCRIP_STRIPE_TAX', ['on', 'off'], 'off') === 'on',
    sandboxPort: reader.optionalInteger('SCRIP_SANDBOX_PORT', 0, 65_535),
    publicUrl: publicUrl(reader),
    redirectOrigins: origins(reader, 'SCRIP_REDIRECT_ORIGINS'),
    portalOrigins: origins(reader, 'SCRIP_PORTAL_ORIGINS') ?? [],
    corsOrigins: origins(reader, 'SCRIP_CORS_ORIGINS') ?? [],
    logLevel: reader.oneOf('SCRIP_LOG_LEVEL', logLevels, 'info'),
    lanes: reader.integer('SCRIP_LANES', 2, 1, 64),
  }
  if (settings.jwtSecret && settings.jwksUrl) {
    reader.complain('Set SCRIP_JWT_SECRET or SCRIP_JWKS_URL, not both: tokens are checked by one of them.')
  }
  if (settings.ownerDatabaseUrl && !settings.databaseUrl) {
    reader.complain('SCRIP_OWNER_DATABASE_URL is set without DATABASE_URL: set both, or neither.')
  }
  if (reader.complaints.length > 0) throw new WrongSettings(reader.complaints)
  return settings
}

/** By itself for commands that only look for what the server wrote down there. */
export const dataDirOf = (env: NodeJS.ProcessEnv): string =>
  resolve(new Reader(env).text('SCRIP_DATA_DIR') ?? '.scrip')

/** Where it is asked to listen; with port 0 it is known only later. */
export const listeningUrl = ({ host, port }: Settings): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/** A URL in the parts in which Stripe's own client takes it. */
export function hostOf(url: string) {
  const { hostname, port, protocol } = new URL(url)
  const scheme = protocol === 'https:' ? 'https' : 'http'
  const usual = scheme === 'https' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || usual, protocol: scheme } as const
}

function stripe(reader: Reader): Settings['stripe'] {
  const secretKey = reader.secret('STRIPE_SECRET_KEY', /^(sk|rk)_/, 'a key that starts with sk_ or rk_')
  const webhookSecret = reader.secret('STRIPE_WEBHOOK_SECRET', /^whsec_/, 'a secret that starts with whsec_')
  const apiUrl = reader.url('STRIPE_API_URL', /^https?:\/\/./, 'an http:// or https:// URL')
  if (secretKey === undefined && webhookSecret === undefined) return undefined
  if (secretKey && webhookSecret) return { secretKey, webhookSecret, apiUrl }
  const missing = secretKey ? 'STRIPE_WEBHOOK_SECRET' : 'STRIPE_SECRET_KEY'
  reader.complain(`${missing} is missing: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are set together.`)
  return undefined
}

function publicUrl(reader: Reader): string | undefined {
  const accepted = 'an absolute http:// or https:// URL without a query'
  return reader.parsed('SCRIP_PUBLIC_URL', accepted, (text) => {
    const url = httpUrl(text)
    return url && url.search + url.hash + url.username === '' ? url.href.replace(/\/+$/, '') : null
  })
}

function origins(reader: Reader, name: string): readonly string[] | undefined {
  const accepted = 'origins such as https://app.example.com, with commas between them'
  return reader.parsed(name, accepted, (text) => {
    const urls = text.split(',').map((part) => httpUrl(part.trim()))
    const origins = urls.flatMap((url) => (url && url.href === `${url.origin}/` ? [url.origin] : []))
    return origins.length === urls.length ? origins : null
  })
}

function httpUrl(text: string): URL | null {
  return /^https?:\/\//i.test(text) ? URL.parse(text) : null
}

/** Collects what is wrong, so that one start shows all of it. */
class Reader {
  readonly complaints: string[] = []
  readonly #env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  complain(line: string) {
    if (!this.complaints.includes(line)) this.complaints.push(line)
  }

  /** An empty setting counts as unset, as it does in most shells' and containers' files of settings. */
  text(name: string): string | undefined {
    return this.#env[name]?.trim() || undefined
  }

  matching(name: string, pattern: RegExp, accepted: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || pattern.test(value)) return value
    this.#refuse(name, JSON.stringify(value), accepted)
    return undefined
  }

  /** Like `matching`, and never repeats what was given. */
  secret(name: string, pattern: RegExp, accepted: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || pattern.test(value)) return value
    this.#refuse(name, 'something else', accepted)
    return undefined
  }

  /** A URL may hold a password, so it isn't repeated either. */
  url(name: string, pattern: RegExp, accepted: string): string | undefined {
    return this.secret(name, pattern, accepted)
  }

  oneOf<const Values extends readonly string[]>(name: string, values: Values, otherwise: Values[number]) {
    const value = this.text(name)
    if (value === undefined || values.includes(value)) return (value ?? otherwise) as Values[number]
    this.#refuse(name, JSON.stringify(value), `one of ${values.join(', ')}`)
    return otherwise
  }

  integer(name: string, otherwise: number, least: number, most: number): number {
    return this.optionalInteger(name, least, most) ?? otherwise
  }

  optionalInteger(name: string, least: number, most: number): number | undefined {
    return this.parsed(name, `a whole number from ${least} to ${most}`, (value) => {
      const number = Number(value)
      return /^\d{1,9}$/.test(value) && number >= least && number <= most ? number : null
    })
  }

  /** What `parse` makes of it; null where it can't. What may be a URL with a password isn't repeated. */
  parsed<T>(name: string, accepted: string, parse: (value: string) => T | null): T | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const parsed = parse(value)
    if (parsed !== null) return parsed
    this.#refuse(name, value.includes('@') ? 'something else' : JSON.stringify(value), accepted)
    return undefined
  }

  #refuse(name: string, given: string, accepted: string) {
    this.complain(`${name} is ${given}; accepted is ${accepted}.`)
  }
}
