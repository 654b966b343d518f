import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import { Compile } from 'typebox/schema'
import { Settings } from 'typebox/system'
import { type Converter, converterOf } from './parsed.ts'
import type { FieldFault } from './refusals.ts'

/** No answer lists more faults than this, and no more are looked for. */
export const MAX_FAULTS = 100
Settings.Set({ maxErrors: MAX_FAULTS })

/** Checks one part of a request and converts it in place. Null: nothing is wrong with it. */
export type Check = (value: unknown) => FieldFault[] | null

/**
 * Compiled once a route, by its first request: the check that nearly every request passes, and the listing for those
 * that don't.
 */
export function checkOf(schema: TSchema): Check {
  let validator: ReturnType<typeof Compile> | undefined
  const convert = converterOf(schema)
  return (value) => {
    validator ??= Compile(schema)
    if (!validator.Check(value)) return faultsOf(schema, value, validator, convert)
    if (!convert) return null
    const faults: FieldFault[] = []
    convert(value, faults)
    return faults.length === 0 ? null : faults.slice(0, MAX_FAULTS)
  }
}

function faultsOf(
  schema: TSchema,
  value: unknown,
  validator: Pick<ReturnType<typeof Compile>, 'Errors'>,
  convert: Converter | null,
): FieldFault[] {
  // Before the listing, which takes quadratic time on what stands twice in a list.
  const tooLong = oversized(schema, value, '')
  if (tooLong) return [tooLong]
  const faults = validator.Errors(value)[1].flatMap(faultsIn)
  convert?.(value, faults)
  const seen = new Set<string>()
  const distinct = faults.filter(({ field }) => !seen.has(field) && seen.add(field))
  return distinct.slice(0, MAX_FAULTS)
}

interface Bounded {
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Bounded>>
}

/** A list that is too long is the one fault to name: nobody wants its items' faults as well. */
function oversized(schema: Bounded, value: unknown, field: string): FieldFault | null {
  if (Array.isArray(value)) {
    const limit = schema.maxItems ?? Number.POSITIVE_INFINITY
    return value.length > limit ? { field, message: `must have at most ${limit} items` } : null
  }
  if (typeof value !== 'object' || value === null || !schema.properties) return null
  for (const [name, inner] of Object.entries(schema.properties)) {
    const fault = oversized(
      inner,
      (value as Record<string, unknown>)[name],
      field === '' ? name : `${field}/${name}`,
    )
    if (fault) return fault
  }
  return null
}

/** One error of the validator in our own words; some name several fields, and some say nothing new. */
function faultsIn(error: TLocalizedValidationError): FieldFault[] {
  const field = error.instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~').slice(0, 200)
  const at = (name: string): string => (field === '' ? name : `${field}/${name}`).slice(0, 200)
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => ({ field: at(name), message: 'is required' }))
    case 'additionalProperties':
      return error.params.additionalProperties.map((name) => ({
        field: at(name),
        message: 'is not a known field',
      }))
    case 'boolean':
      // An unknown field is told of by its object.
      return []
    case 'propertyNames':
      return [{ field, message: 'has a name that is empty or too long' }]
    case 'enum':
      return [{ field, message: `must be one of ${error.params.allowedValues.map(String).join(', ')}` }]
    case 'const':
      return [{ field, message: `must be ${String(error.params.allowedValue)}` }]
    case 'type':
      return [{ field, message: `must be ${typesOf(error.params.type)}` }]
    case 'minLength':
      return [{ field, message: error.params.limit === 1 ? 'must not be empty' : error.message }]
    case 'maxLength':
      return [{ field, message: `must have at most ${error.params.limit} characters` }]
    case 'minimum':
      return [{ field, message: `must be at least ${error.params.limit}` }]
    case 'maximum':
      return [{ field, message: `must be at most ${error.params.limit}` }]
    case 'minItems':
      return [{ field, message: `must have at least ${error.params.limit} items` }]
    case 'maxProperties':
      return [{ field, message: `must have at most ${error.params.limit} fields` }]
    default:
      return [{ field, message: error.message }]
  }
}

const ARTICLES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

const typesOf = (type: string | readonly string[]): string =>
  [type]
    .flat()
    .map((name) => ARTICLES[name] ?? name)
    .join(' or ')
