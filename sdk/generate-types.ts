/** What is read of an OpenAPI document. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

interface OperationObject {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly Schema[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

interface Schema {
  // biome-ignore lint/suspicious/noExplicitAny: the document is our own, and a keyword that isn't known is refused.
  readonly [keyword: string]: any
}

interface Operation {
  readonly id: string
  readonly summary: string
  readonly method: string
  readonly path: string
  readonly params: readonly Schema[]
  readonly query: readonly Schema[]
  readonly body: Schema | null
  readonly bodyOptional: boolean
  readonly answer: string
  /** The answer's text, where it has no name of its own in the document. */
  readonly inline: string | null
  readonly idempotent: boolean
  readonly refusals: readonly string[]
}

const HEAD = `// Made by \`npm run sdk:types\` from the native API's OpenAPI document. What is changed here by hand is lost.
// biome-ignore-all format: it is made, and read by people only now and then.
// biome-ignore-all lint: it is made.

/** A page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string | null
}
`

/** No route has these for its own: they answer paths and methods that nothing has. */
const OF_NO_ROUTE = { not_found: 404, method_not_allowed: 405 }

/** What any call may be refused for. */
const COMMON = [
  ...['invalid_request', 'invalid_json', 'body_too_large', 'unsupported_media_type', 'unauthenticated'],
  ...['forbidden', 'rate_limited', 'internal', 'unavailable'],
]

const AMOUNT = 'A decimal number as text, so that no client rounds it.'

/** The document as TypeScript: its schemas, what each operation takes and answers, and how each is called. */
export function typesOf(document: Document): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, object]) => operationOf(method.toUpperCase(), path, object)),
  )
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) =>
    interfaceOf(name, schema as Schema),
  )
  return [
    HEAD,
    `/** ${AMOUNT} */\nexport type Decimal = string\n`,
    ...schemas,
    ...operations.flatMap(ownTypesOf),
    `/** What any call may be refused for. */\nexport type CommonRefusal = ${COMMON.map((code) => `'${code}'`).join(' | ')}\n`,
    `export interface Operations {\n${operations.map(operationType).join('')}}\n`,
    `/** How each operation is called, and whether it takes an \`Idempotency-Key\`. */`,
    `export const operations: Readonly<Record<keyof Operations, { readonly method: string; readonly path: string; ` +
      `readonly idempotent: boolean }>> = {`,
    ...operations.map(
      ({ id, method, path, idempotent }) =>
        `  ${id}: { method: '${method}', path: '${path}', idempotent: ${idempotent} },`,
    ),
    '}\n',
    `/** Every code of a refusal, with the status that it comes with. */\nexport const refusals = {`,
    ...statusesOf(document).map(([code, status]) => `  ${code}: ${status},`),
    '} as const\n',
    'export type RefusalCode = keyof typeof refusals\n',
  ].join('\n')
}

function operationOf(method: string, path: string, object: OperationObject): Operation {
  const { operationId: id, summary, parameters } = object
  const placed = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const answers = Object.entries(object.responses).filter(([status]) => Number(status) < 400)
  const texts = answers.map(([, response]) => typeOf(contentOf(response)?.schema ?? null, ''))
  const answer = [...new Set(texts)].join(' | ')
  const request = object.requestBody as Schema | undefined
  return {
    id,
    summary,
    method,
    path,
    params: placed('path'),
    query: placed('query'),
    body: request ? contentOf(request)?.schema : null,
    bodyOptional: request?.required === false,
    ...(answer.startsWith('{')
      ? { answer: `${pascal(id)}Answer`, inline: answer }
      : { answer, inline: null }),
    idempotent: placed('header').some(({ name }) => name === 'Idempotency-Key'),
    refusals: Object.values(object.responses).flatMap((response) =>
      Object.keys(contentOf(response)?.examples ?? {}),
    ),
  }
}

const contentOf = (object: unknown): Schema | undefined =>
  Object.values(((object as Schema).content ?? {}) as Schema)[0]

function statusesOf({ paths }: Document): [string, number][] {
  const statuses = new Map<string, number>(Object.entries(OF_NO_ROUTE))
  for (const methods of Object.values(paths))
    for (const { responses } of Object.values(methods))
      for (const [status, response] of Object.entries(responses))
        for (const code of Object.keys(contentOf(response)?.examples ?? {}))
          statuses.set(code, Number(status))
  return [...statuses].sort(([a], [b]) => (a < b ? -1 : 1))
}

const pascal = (id: string): string =>
  id.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function ownTypesOf({ id, query, body, answer, inline }: Operation): string[] {
  const texts: string[] = []
  if (query.length > 0) texts.push(interfaceOf(`${pascal(id)}Query`, objectOf(query)))
  if (body) texts.push(interfaceOf(`${pascal(id)}Body`, body))
  if (inline) texts.push(`export interface ${answer} ${inline}\n`)
  return texts
}

/** Parameters as one object. */
const objectOf = (parameters: readonly Schema[]): Schema => ({
  type: 'object',
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
  properties: Object.fromEntries(
    parameters.map(({ name, schema, description }) => [name, { ...schema, description }]),
  ),
})

function operationType(operation: Operation): string {
  const { id, summary, params, query, body, bodyOptional, answer, refusals } = operation
  const name = pascal(id)
  const own = [...new Set(refusals)].filter((code) => !COMMON.includes(code))
  const queryType =
    query.length === 0
      ? 'undefined'
      : `${name}Query${query.some(({ required }) => required) ? '' : ' | undefined'}`
  const bodyType = body === null ? 'undefined' : `${name}Body${bodyOptional ? ' | undefined' : ''}`
  const paramsType = `{ ${params.map((field) => `readonly ${field.name}: string`).join('; ')} }`
  return [
    `  /** ${quiet(summary)}. */`,
    `  readonly ${id}: {`,
    `    readonly params: ${params.length === 0 ? 'undefined' : paramsType}`,
    `    readonly query: ${queryType}`,
    `    readonly body: ${bodyType}`,
    `    readonly answer: ${answer}`,
    `    readonly refusals: ${['CommonRefusal', ...own.map((code) => `'${code}'`)].join(' | ')}`,
    '  }\n',
  ].join('\n')
}

function interfaceOf(name: string, schema: Schema): string {
  const text = typeOf(schema, '')
  return text.startsWith('{') && text.endsWith('}')
    ? `export interface ${name} ${text}\n`
    : `export type ${name} = ${text}\n`
}

/** Keywords that make the type, and those that only bound its values. */
const KNOWN = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'items', 'properties', 'required', 'additionalProperties'],
  ...['title', 'description', 'format', 'pattern', 'propertyNames', 'uniqueItems', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'default', 'examples'],
])

/** A schema as a type. What it doesn't know it refuses, so that no type says less than the document unnoticed. */
function typeOf(schema: Schema | null, indent: string): string {
  if (schema === null) return 'undefined'
  if (schema.$ref) return String(schema.$ref).replace('#/components/schemas/', '')
  for (const keyword of Object.keys(schema))
    if (!KNOWN.has(keyword)) throw new Error(`no type is known for the keyword ${keyword}`)
  if (schema.anyOf) return union(schema.anyOf.map((inner: Schema) => typeOf(inner, indent)))
  const types: string[] = [schema.type ?? []].flat()
  if (schema.enum) return union([...schema.enum.map(literal), ...(types.includes('null') ? ['null'] : [])])
  if ('const' in schema) return literal(schema.const)
  if (types.length === 0) return 'unknown'
  return union(withoutFloats(types).map((type) => plainType(type, schema, indent)))
}

/** Amounts are text. The server would also take a number, which is exact only where nobody has reckoned with it. */
const withoutFloats = (types: readonly string[]): string[] =>
  types.includes('string') && types.includes('number') && !types.includes('boolean')
    ? types.filter((type) => type !== 'number')
    : [...types]

function plainType(type: string, schema: Schema, indent: string): string {
  switch (type) {
    case 'integer':
      return 'number'
    case 'array': {
      const item = typeOf(schema.items ?? {}, indent)
      return /[ |]/.test(item) && !item.startsWith('{') ? `readonly (${item})[]` : `readonly ${item}[]`
    }
    case 'object':
      return objectType(schema, indent)
    default:
      return type
  }
}

function objectType({ properties, required = [], additionalProperties }: Schema, indent: string): string {
  const names = Object.keys(properties ?? {})
  if (names.length === 0) {
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown'
    return `Readonly<Record<string, ${value}>>`
  }
  if (names.join() === 'items,next_cursor') return `Page<${typeOf(properties.items.items, indent)}>`
  const deeper = `${indent}  `
  const fields = names.map((name) => {
    const schema = properties[name] as Schema
    if (schema.description === AMOUNT && schema.type === 'string')
      return `${deeper}readonly ${name}${required.includes(name) ? '' : '?'}: Decimal\n`
    const comment = schema.description ? `${deeper}/** ${quiet(String(schema.description))} */\n` : ''
    return `${comment}${deeper}readonly ${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema, deeper)}\n`
  })
  return `{\n${fields.join('')}${indent}}`
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ')
/** Text that ends no comment. */
const quiet = (text: string): string => text.replaceAll('*/', '*\\/').replaceAll('\n', ' ')
const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value)
