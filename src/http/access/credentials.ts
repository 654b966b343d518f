import type { IncomingHttpHeaders } from 'node:http'
import { consoleBearerOf } from './console-cookie.ts'

/** As OpenAPI has it. The description is a sentence on how it is shown. */
export interface SecurityScheme {
  readonly description: string
  readonly [field: string]: unknown
}

/** How a caller shows a face of the API who it is, and what it is told where that fails. */
export interface Credentials {
  /** The key or token that the headers show; null where they show none. `secure`: whether it all goes by https. */
  readonly read: (headers: IncomingHttpHeaders, secure: () => boolean) => string | null
  /** Said to a caller that shows nothing. */
  readonly missing: string
  /** Said to a caller whom nobody knows. */
  readonly unknown: string
  /** The `WWW-Authenticate` of either. */
  readonly challenge: string
  /** The security schemes of the OpenAPI document, of which any one is enough. */
  readonly schemes: Readonly<Record<string, SecurityScheme>>
}

const MAX_LENGTH = 8192

/** A bearer token or an API key in its own header. */
export function bearerOf(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers
  if (authorization !== undefined) return bearerIn(authorization)
  const key = headers['x-api-key']
  return typeof key === 'string' && key !== '' && key.length <= MAX_LENGTH ? key : null
}

const BEARER = /^bearer +([\x21-\x7e]+) *$/i

export function bearerIn(authorization: string): string | null {
  // The usual spelling, without the cost of a pattern.
  if (authorization.startsWith('Bearer sk_') && !authorization.includes(' ', 7)) return authorization.slice(7)
  if (authorization.length > MAX_LENGTH) return null
  return BEARER.exec(authorization)?.[1] ?? null
}

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i

/** HTTP Basic with the key as the user's name; whatever stands for a password is not looked at. */
export function basicUserIn(authorization: string): string | null {
  const encoded = authorization.length > MAX_LENGTH ? undefined : BASIC.exec(authorization)?.[1]
  if (encoded === undefined) return null
  const [user = ''] = Buffer.from(encoded, 'base64').toString('latin1').split(':')
  return /^[\x21-\x7e]+$/.test(user) ? user : null
}

export const BEARER_SCHEME: SecurityScheme = {
  type: 'http',
  scheme: 'bearer',
  description: 'An API key, or a JWT for one account, as `Authorization: Bearer …`.',
}

export const API_KEY_SCHEME: SecurityScheme = {
  type: 'apiKey',
  in: 'header',
  name: 'X-Api-Key',
  description: 'An API key as `X-Api-Key: …`.',
}

export const BASIC_SCHEME: SecurityScheme = {
  type: 'http',
  scheme: 'basic',
  description: 'An API key as the user of HTTP Basic, without a password.',
}

const HOW = 'Send a valid key or token: `Authorization: Bearer …` or `X-Api-Key: …`.'

export const USUAL_CREDENTIALS: Credentials = {
  read: (headers, secure) => bearerOf(headers) ?? consoleBearerOf(headers, secure),
  missing: HOW,
  unknown: HOW,
  challenge: 'Bearer',
  schemes: { bearer: BEARER_SCHEME, api_key: API_KEY_SCHEME },
}
