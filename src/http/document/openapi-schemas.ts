import type { TObject, TSchema } from 'typebox'

export interface Json {
  readonly [name: string]: unknown
}

interface Field {
  readonly name: string
  readonly required: boolean
  readonly schema: unknown
  readonly description?: unknown
  readonly example?: unknown
}

/** The schemas of a document: those with a title stand among the components once, and are referred to. */
export class SchemaBook {
  readonly schemas: Record<string, unknown> = {}
  readonly #texts = new Map<string, string>()

  /** The schema as the document shows it. */
  use(schema: TSchema | null): unknown {
    return this.#shown(schema ?? {})
  }

  /** The fields of a path or a query, each as the start of a parameter. */
  fields(schema: TObject | null, example: object | undefined): Field[] {
    const required = new Set((schema as { required?: string[] } | null)?.required)
    const values: Json = { ...example }
    return Object.entries(schema?.properties ?? {}).map(([name, inner]) => {
      const { description, ...shown } = this.#shown(inner) as Json
      return {
        name,
        required: required.has(name),
        schema: shown,
        ...(description !== undefined && { description }),
        ...(values[name] !== undefined && { example: values[name] }),
      }
    })
  }

  #shown(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((inner) => this.#shown(inner))
    if (typeof schema !== 'object' || schema === null) return schema
    const { parse: _, shown, ...rest } = schema as Json
    const kept = shown === undefined ? rest : { ...(shown as Json), ...only(rest, 'description') }
    const plain = Object.fromEntries(Object.entries(kept).map(([name, inner]) => [name, this.#shown(inner)]))
    const title = plain.type === 'object' && typeof plain.title === 'string' ? plain.title : null
    return title === null ? plain : this.#refer(title, plain)
  }

  /** Two schemas of one title are two components, so that dialects needn't know each other's words. */
  #refer(title: string, schema: Json): Json {
    const text = JSON.stringify(schema)
    let name = title
    for (let n = 2; this.#texts.has(name) && this.#texts.get(name) !== text; n += 1) name = `${title}${n}`
    this.#texts.set(name, text)
    this.schemas[name] = schema
    return { $ref: `#/components/schemas/${name}` }
  }
}

const only = (schema: Json, name: string): Json =>
  schema[name] === undefined ? {} : { [name]: schema[name] }
