import type { Dialect } from './dialect.ts'
import { type Json, SchemaBook } from './openapi-schemas.ts'
import type { AnyRefusalCode } from './refusals.ts'
import type { Route } from './route.ts'

export interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Json
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

const DESCRIPTION =
  'Scrip sells prepaid credits and keeps them. Amounts are decimal text, so that no client rounds them; times are ' +
  'RFC 3339. Send an `Idempotency-Key` with whatever changes something, and repeat the call with it when you are ' +
  'not sure that it arrived.'

/** The OpenAPI document of all dialects, made from their route objects. */
export function openApi(dialects: readonly Dialect[], version: string): OpenApi {
  const book = new SchemaBook()
  const paths: Record<string, Record<string, Operation>> = {}
  const tags = new Set<string>()
  for (const dialect of dialects)
    for (const route of dialect.routes) {
      const path = route.path.replaceAll(/:([^/]+)/g, '{$1}')
      paths[path] ??= {}
      paths[path][route.method.toLowerCase()] = operationOf(route, dialect, book)
      for (const tag of route.tags) tags.add(tag)
    }
  return {
    openapi: '3.1.0',
    info: { title: 'Scrip', version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { api_key: [] }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a JWT for one account.' },
        api_key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
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
    parameters: parametersOf(route, book),
    ...(route.body && { requestBody: requestBodyOf(route, book) }),
    responses: { [route.success.status]: successOf(route, book), ...refusalsOf(route, dialect, book) },
  }
}

function parametersOf({ params, query, example, idempotent }: Route, book: SchemaBook): Json[] {
  const inPath = book
    .fields(params, example.params)
    .map((field) => ({ in: 'path', ...field, required: true }))
  const inQuery = book.fields(query, example.query).map((field) => ({ in: 'query', ...field }))
  return idempotent ? [...inPath, ...inQuery, IDEMPOTENCY_KEY] : [...inPath, ...inQuery]
}

const IDEMPOTENCY_KEY: Json = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  description: 'The same call under the same key is done once, and answered the same again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

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

const successOf = ({ success, idempotent }: Route, book: SchemaBook): Json => ({
  description: success.status === 201 ? 'Made' : 'Done',
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

/** The refusals of the route's own, and those that HTTP gives to every route of its shape. */
export function codesOf({ refusals, params, query, body, idempotent }: Route): AnyRefusalCode[] {
  const takesInput = params || query || body || idempotent
  return [
    ...refusals,
    ...(takesInput ? (['invalid_request'] as const) : []),
    ...(body ? (['invalid_json', 'body_too_large', 'unsupported_media_type'] as const) : []),
    'unauthenticated',
    'forbidden',
    'rate_limited',
    'internal',
    'unavailable',
  ]
}

function refusalsOf(route: Route, dialect: Dialect, book: SchemaBook): Record<string, Json> {
  const byStatus = Map.groupBy(codesOf(route), (code) => dialect.refusals[code].status)
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

const sampleOf = (dialect: Dialect, code: AnyRefusalCode) =>
  dialect.envelope({
    code,
    detail: 'A sentence that says what was wrong and what to do.',
    correlation_id: 'req_6f1d2c3b4a59000001',
    faults: code === 'invalid_request' ? [{ field: 'amount', message: 'must be above zero' }] : [],
  })
