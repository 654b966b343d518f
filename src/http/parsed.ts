import Type, { type TSchema, type TUnsafe } from 'typebox'
import { type Fault, isFault } from '../core/credits.ts'
import { writtenNumbers } from './exact-json.ts'
import type { FieldFault } from './refusals.ts'

/** What reads one value of a request, or says what is wrong with it. A number that no double holds comes as its text. */
type Parse<T> = (value: string | number) => T | Fault

interface ParsedSchema {
  readonly type?: string | readonly string[]
  readonly parse?: Parse<unknown>
  readonly properties?: Readonly<Record<string, ParsedSchema>>
  readonly additionalProperties?: boolean | ParsedSchema
  readonly items?: ParsedSchema
}

/**
 * A schema whose value reaches the handler as what `parse` makes of it: an amount as its bigint, an instant as its
 * milliseconds. `shown` is what the OpenAPI document says instead, where that is different from the schema.
 */
export const Parsed = <T>(schema: TSchema, parse: Parse<T>, shown?: TSchema): TUnsafe<T> =>
  Type.Unsafe<T>({ ...schema, parse, ...(shown && { shown }) })

/** Converts in place whatever a schema says is parsed, and adds what can't be. */
export type Converter = (value: unknown, faults: FieldFault[]) => void

/**
 * The converter for a schema, made once; null where there is nothing to parse. It is safe on values that break the
 * schema, so that faults of both kinds can be listed together. Paths are put together only where there is a fault.
 */
export function converterOf(schema: ParsedSchema): Converter | null {
  if (schema.items) return itemsConverter(schema.items)
  const { properties = {}, additionalProperties: open } = schema
  const known = new Map(Object.entries(properties))
  const fields = [...known].flatMap(([name, inner]) => fieldConverter(name, inner))
  const other = typeof open === 'object' ? open : undefined
  if ([...known.values(), other].some(keepsNumber))
    fields.push(writtenCheck((name) => known.get(name) ?? other))
  if (fields.length === 0) return null
  return (value, faults) => {
    if (typeof value !== 'object' || value === null) return
    for (const convert of fields) convert(value as Record<string, unknown>, faults)
  }
}

type FieldConverter = (holder: Record<string, unknown>, faults: FieldFault[]) => void

function fieldConverter(name: string, schema: ParsedSchema): FieldConverter[] {
  const { parse } = schema
  if (parse) return [parsingConverter(name, parse)]
  const inner = converterOf(schema)
  if (!inner) return []
  return [
    (holder, faults) => {
      const before = faults.length
      inner(holder[name], faults)
      if (faults.length > before) prefix(faults, before, name)
    },
  ]
}

const typesOf = (schema: ParsedSchema | undefined) => [schema?.type ?? []].flat()

/** Whether a number reaches the handler as it came, and so must be one that JavaScript can hold. */
const keepsNumber = (schema: ParsedSchema | undefined): boolean =>
  !schema?.parse && typesOf(schema).some((type) => type === 'number' || type === 'integer')

const parsingConverter =
  (name: string, parse: Parse<unknown>): FieldConverter =>
  (holder, faults) => {
    const given = holder[name]
    if (typeof given !== 'string' && typeof given !== 'number') return
    const parsed = parse((typeof given === 'number' && writtenNumbers(holder)?.get(name)) || given)
    if (isFault(parsed)) faults.push({ field: name, message: parsed.fault })
    else holder[name] = parsed
  }

const writtenCheck =
  (schemaOf: (name: string) => ParsedSchema | undefined): FieldConverter =>
  (holder, faults) => {
    for (const name of writtenNumbers(holder)?.keys() ?? []) {
      const schema = schemaOf(name)
      if (!keepsNumber(schema)) continue
      const advice = typesOf(schema).includes('string') ? ': send it as text' : ''
      faults.push({ field: name, message: `has more digits than a number keeps${advice}` })
    }
  }

function itemsConverter(items: ParsedSchema): Converter | null {
  const inner = converterOf(items)
  const check = keepsNumber(items) ? writtenCheck(() => items) : null
  if (!inner && !check) return null
  return (value, faults) => {
    if (!Array.isArray(value)) return
    check?.(value as unknown as Record<string, unknown>, faults)
    for (let i = 0; inner && i < value.length; i += 1) {
      const before = faults.length
      inner(value[i], faults)
      if (faults.length > before) prefix(faults, before, String(i))
    }
  }
}

function prefix(faults: FieldFault[], from: number, name: string): void {
  for (let i = from; i < faults.length; i += 1) {
    const fault = faults[i] as FieldFault
    faults[i] = { field: `${name}/${fault.field}`, message: fault.message }
  }
}
