import { type SerializerCompiler, SerializerSelector } from '@fastify/fast-json-stringify-compiler'

const factory = SerializerSelector()

/**
 * How answers are written, compiled for each kind of answer when the first of it is given: there are hundreds, and
 * most starts of a server see few of them.
 */
export function serializersOnDemand(...settings: Parameters<typeof factory>): SerializerCompiler {
  const compile = factory(...settings)
  return (kind) => {
    let write: ReturnType<typeof compile> | undefined
    return (answer) => {
      write ??= compile(kind)
      return write(answer)
    }
  }
}
