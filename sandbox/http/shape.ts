import { ApiError, malformed } from '../errors.ts'
import type { Metadata } from '../wire.ts'
import type { Raw, RawHash } from './form.ts'

/** What one parameter may be, and what it is read into. */
export interface Field<T> {
  read(raw: Raw, at: string): T
  readonly required?: true
}
export type Shape = Record<string, Field<unknown>>
type Value<F> = F extends Field<infer T> ? T : never
type RequiredOf<S> = { [K in keyof S]: S[K] extends { required: true } ? K : never }[keyof S]
export type Params<S extends Shape> = { [K in RequiredOf<S>]: Value<S[K]> } & {
  [K in Exclude<keyof S, RequiredOf<S>>]?: Value<S[K]>
}

const field = <T>(read: Field<T>['read']): Field<T> => ({ read })
const described = (raw: Raw): string => (typeof raw === 'string' ? raw : JSON.stringify(raw))

export const required = <T>(inner: Field<T>) => ({ ...inner, required: true as const })

/** Any text but the empty one, which asks to unset what can't be unset. */
export const text = field((raw, at) => {
  if (typeof raw !== 'string')
    throw malformed(`Invalid string: ${described(raw)}`, 'parameter_invalid_string', at)
  if (raw !== '') return raw
  const message = `You passed an empty string for '${at}'. That asks to unset it, and '${at}' can't be unset: leave it out, or give it a value.`
  throw malformed(message, 'parameter_invalid_empty', at)
})

/** What the empty string unsets. */
export const emptyable = <T>(inner: Field<T>): Field<T | null> =>
  field((raw, at) => (raw === '' ? null : inner.read(raw, at)))

export const integer = field((raw, at) => {
  if (typeof raw !== 'string' || !/^-?\d{1,15}$/.test(raw))
    throw malformed(`Invalid integer: ${described(raw)}`, 'parameter_invalid_integer', at)
  return Number(raw)
})

/** At least one of the smallest unit. */
export const positive = field((raw, at) => {
  const value = integer.read(raw, at)
  if (value < 1) throw malformed(`Invalid positive integer: ${value}`, 'parameter_invalid_integer', at)
  return value
})

export const decimal = field((raw, at) => {
  if (typeof raw !== 'string' || !/^-?\d{1,15}(\.\d{1,12})?$/.test(raw))
    throw malformed(`Invalid decimal: ${described(raw)}`, 'parameter_invalid_decimal', at)
  return raw
})

export const boolean = field((raw, at) => {
  if (raw === 'true' || raw === 'false') return raw === 'true'
  throw malformed(`Invalid boolean: ${described(raw)}`, 'parameter_invalid_boolean', at)
})

export const oneOf = <const T extends string>(...values: T[]): Field<T> =>
  field((raw, at) => {
    if (values.includes(raw as T)) return raw as T
    const message = `Invalid ${at}: must be one of ${values.join(', ')}`
    throw new ApiError(400, { type: 'invalid_request_error', message, param: at }, { remembered: false })
  })

export const list = <T>(inner: Field<T>): Field<T[]> =>
  field((raw, at) => {
    if (!Array.isArray(raw)) throw malformed('Invalid array', 'parameter_invalid_array', at)
    return raw.map((item, index) => inner.read(item, `${at}[${index}]`))
  })

export const hash = <S extends Shape>(shape: S): Field<Params<S>> =>
  field((raw, at) => {
    if (typeof raw === 'string' || Array.isArray(raw))
      throw malformed('Invalid object', 'parameter_invalid_object', at)
    return readShape(shape, raw, at)
  })

export const either = <A, B>(first: Field<A>, second: Field<B>): Field<A | B> =>
  field((raw, at) => (typeof raw === 'string' ? first.read(raw, at) : second.read(raw, at)))

/** Keys and values; the empty string for all of it unsets all, for one value that one. */
export const metadata: Field<Metadata | null> = emptyable(
  field((raw, at) => {
    if (typeof raw === 'string') throw malformed('Invalid object', 'parameter_invalid_object', at)
    // Keys that are numbers made an array of it.
    const entries = Object.entries(raw as RawHash)
    if (entries.length > 50) throw malformed('Metadata can have up to 50 keys.', 'metadata_too_many_keys', at)
    for (const [name, value] of entries) {
      if (typeof value !== 'string')
        throw malformed('Metadata values must be strings.', 'parameter_invalid_string', `${at}[${name}]`)
      const [what, length, most] =
        name.length > 40 ? ['keys', name.length, 40] : ['values', value.length, 500]
      if (length > most)
        throw malformed(
          `Metadata ${what} can have up to ${most} characters; this has ${length}.`,
          'metadata_too_long',
          `${at}[${name}]`,
        )
    }
    return Object.fromEntries(entries) as Metadata
  }),
)

/** Taken and without effect here, because it changes nothing that the sandbox shows. */
export const ignored = field(() => undefined)

/** Known to Stripe and not simulated: refused loudly, so that nobody believes it had an effect. */
export const unsimulated = field((_raw, at): undefined => {
  const message = `The sandbox does not simulate '${at}'. Stripe knows this parameter; see sandbox/README.md.`
  throw new ApiError(
    400,
    { type: 'invalid_request_error', message, code: 'sandbox_unsimulated', param: at },
    { remembered: false },
  )
})

export const unsimulatedAll = <const N extends string>(...names: N[]) =>
  Object.fromEntries(names.map((name) => [name, unsimulated])) as Record<N, typeof unsimulated>

/** Reads what came by its shape: what is unknown or missing is refused by name. */
export function readShape<S extends Shape>(shape: S, raw: RawHash, within = ''): Params<S> {
  const at = (name: string) => (within === '' ? name : `${within}[${name}]`)
  const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(shape, name))
  if (unknown.length > 0) {
    const names = unknown.map(at).join(', ')
    const message = `Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${names}`
    throw malformed(message, 'parameter_unknown', at(unknown[0] ?? ''))
  }
  const read: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(shape)) {
    const value = raw[name]
    if (value !== undefined) read[name] = inner.read(value, at(name))
    else if (inner.required)
      throw malformed(`Missing required param: ${at(name)}.`, 'parameter_missing', at(name))
  }
  return read as Params<S>
}

type Extra<S, P> = Exclude<keyof S, keyof P>
type Lacking<S, P> = Exclude<keyof P, keyof S>

/**
 * Ties a shape to the SDK's own parameters: one that the SDK doesn't know, or one that the shape has no word
 * for, doesn't compile.
 */
export const takes =
  <P>() =>
  <S extends Shape>(
    shape: S &
      ([Extra<S, P>] extends [never] ? unknown : { 'the SDK has no': Extra<S, P> }) &
      ([Lacking<S, P>] extends [never] ? unknown : { 'the shape lacks': Lacking<S, P> }),
  ): S =>
    shape
