import { type SecurityScheme, USUAL_CREDENTIALS } from '../access/credentials.ts'
import type { Rate } from '../access/rate-limit.ts'
import type { Dialect } from '../dialect.ts'
import { MAX_KEY_LENGTH, USUAL_KEY_RULES } from '../idempotency.ts'
import type { AnyRefusalCode } from '../refusals.ts'
import { type Route, successesOf } from '../route.ts'
import { type Json, SchemaBook } from './openapi-schemas.ts'

export interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>
    readonly schemas: Json
  }
  readonly [field: string]: unknown
}

export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly 'x-roles': readonly string[]
  readonly parameters: readonly Json[]
  readonly requestBody?: Json
  readonly responses: Readonly<Record<string, Json>>
}

const ABOUT =
  'Scrip sells prepaid credits and keeps them. Amounts are decimal text, so that no client rounds them; times are ' +
  'RFC 3339. Send an `Idempotency-Key` with whatever changes something, and repeat the call with it when you are ' +
  'not sure that it arrived.'

/** The OpenAPI document of a dialect, made from its route objects. */
export function openApi(dialect: Dialect, version: string): OpenApi {
  const book = new SchemaBook()
  const paths: Record<string, Record<string, Operation>> = {}
  const tags = new Set<string>()
  for (const route of dialect.routes) {
    const path = route.path.replaceAll(/:([^/]+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operationOf(route, dialect, book)
    for (const tag of route.tags) tags.add(tag)
  }
  const { schemes } = dialect.credentials ?? USUAL_CREDENTIALS
  return {
    openapi: '3.1.0',
    info: { title: `Scrip ${dialect.name}`, version, description: dialect.about ?? ABOUT },
    servers: [{ url: '/' }],
    security: Object.keys(schemes).map((name) => ({ [name]: [] })),
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: schemes,
      schemas: book.schemas,
    },
  }
}

function operationOf(route: Route, dialect: Dialect, book: SchemaBook): Operation {
  const { id, summary, description, tags, allow } = route
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    tags,
    'x-roles': allow,
    parameters: parametersOf(route, dialect, book),
    ...(route.body && { requestBody: requestBodyOf(route, book) }),
    responses: { ...successesIn(route, book), ...refusalsOf(route, dialect, book) },
  }
}

function parametersOf(
  { params, query, example, idempotent }: Route,
  dialect: Dialect,
  book: SchemaBook,
): Json[] {
  const inPath = book
    .fields(params, example.params)
    .map((field) => ({ in: 'path', ...field, required: true }))
  const inQuery = book.fields(query, example.query).map((field) => ({ in: 'query', ...field }))
  return idempotent ? [...inPath, ...inQuery, keyParameter(dialect)] : [...inPath, ...inQuery]
}

const keyParameter = ({ idempotency = USUAL_KEY_RULES }: Dialect): Json => ({
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  description: 'The same call under the same key is done once, and answered the same again.',
  schema: { type: 'string', minLength: idempotency.min_length, maxLength: MAX_KEY_LENGTH },
})

const requestBodyOf = ({ body, bodyOptional, example }: Route, book: SchemaBook): Json => ({
  required: !bodyOptional,
  content: {
    'application/json': {
      schema: book.use(body),
      ...(example.body !== undefined && { example: example.body }),
    },
  },
})

const REQUEST_ID: Json = { description: 'Names this call in the logs.', schema: { type: 'string' } }

const MEANINGS: Readonly<Record<number, string>> = { 201: 'Made', 202: 'Begun, and not decided yet' }

const successesIn = (route: Route, book: SchemaBook): Record<string, Json> =>
  Object.fromEntries(successesOf(route).map((status) => [String(status), successOf(route, status, book)]))

const successOf = ({ success, idempotent }: Route, status: number, book: SchemaBook): Json => ({
  description: MEANINGS[status] ?? 'Done',
  headers: {
    'X-Request-Id': REQUEST_ID,
    ...(idempotent && {
      'Idempotent-Replayed': {
        description: 'Present where this is the first answer again.',
        schema: { const: 'true' },
      },
    }),
  },
  content: { 'application/json': { schema: book.use(success.schema), example: success.example } },
})

/**
 * The refusals of the route's own, and those that HTTP gives to every route of its shape. A query can be broken where none
 * is taken, and so can the body of any method that may have one.
 */
function codesOf({ refusals, method, idempotent }: Route, dialect: Dialect): AnyRefusalCode[] {
  const mayHaveBody = method !== 'GET'
  return [
    ...refusals,
    ...(idempotent && dialect.idempotency?.concurrent === 'refused'
      ? (['idempotency_key_in_use'] as const)
      : []),
    'invalid_request',
    ...(mayHaveBody ? (['invalid_json', 'body_too_large', 'unsupported_media_type'] as const) : []),
    'unauthenticated',
    'forbidden',
    'rate_limited',
    'internal',
    'unavailable',
  ]
}

function refusalsOf(route: Route, dialect: Dialect, book: SchemaBook): Record<string, Json> {
  const byStatus = Map.groupBy(codesOf(route, dialect), (code) => dialect.refusals[code].status)
  const statuses = [...byStatus].sort(([a], [b]) => a - b)
  return Object.fromEntries(
    statuses.map(([status, codes]) => {
      const samples = codes.map((code) => [code, sampleOf(dialect, code)] as const)
      const examples = Object.fromEntries(samples.map(([code, { body }]) => [code, { value: body }]))
      const type = samples[0]?.[1].content_type ?? 'application/json'
      const content = { [type]: { schema: book.use(dialect.problem), examples } }
      return [String(status), { description: codes.join(', '), content }]
    }),
  )
}

const SAMPLE_RATE: Rate = {
  limit: 1000,
  remaining: 0,
  reset_seconds: 7,
  reset_at: 1_768_478_407_000,
  allowed: false,
}

const sampleOf = (dialect: Dialect, code: AnyRefusalCode) =>
  dialect.envelope({
    code,
    status: dialect.refusals[code].status,
    detail: 'A sentence that says what was wrong and what to do.',
    correlation_id: 'req_6f1d2c3b4a59000001',
    faults: code === 'invalid_request' ? [{ field: 'amount', message: 'must be above zero' }] : [],
    rate: code === 'rate_limited' ? SAMPLE_RATE : null,
    purchase: code === 'card_declined' ? 'pur_01kg8x4c7s0000000000000005' : null,
  })
