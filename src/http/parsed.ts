import Type, { type TSchema, type TUnsafe } from 'typebox'
import { type Fault, isFault } from '../core/credits.ts'
import { inexactFields } from './exact-json.ts'
import type { FieldFault } from './refusals.ts'

/** What reads one value of a request, or says what is wrong with it. */
type Parse<T> = (value: string | number) => T | Fault

interface ParsedSchema {
  readonly parse?: Parse<unknown>
  /** Of an object whose fields are kept as they came: no number may be one that JavaScript can't hold. */
  readonly exact?: boolean
  readonly properties?: Readonly<Record<string, ParsedSchema>>
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
  if (schema.items) return itemsConverter(converterOf(schema.items))
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    fieldConverter(name, inner),
  )
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
  if (schema.exact) return [exactCheck(name)]
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

const parsingConverter =
  (name: string, parse: Parse<unknown>): FieldConverter =>
  (holder, faults) => {
    const given = holder[name]
    if (typeof given !== 'string' && typeof given !== 'number') return
    const parsed = parse(given)
    if (isFault(parsed)) faults.push({ field: name, message: parsed.fault })
    else holder[name] = parsed
  }

const exactCheck =
  (name: string): FieldConverter =>
  (holder, faults) => {
    for (const field of inexactFields(holder[name]))
      faults.push({
        field: `${name}/${field}`,
        message: 'has more digits than a number keeps: send it as text',
      })
  }

function itemsConverter(inner: Converter | null): Converter | null {
  if (!inner) return null
  return (value, faults) => {
    if (!Array.isArray(value)) return
    for (let i = 0; i < value.length; i += 1) {
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
