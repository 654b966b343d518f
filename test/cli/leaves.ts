import { isGroup, type Leaf } from '../../src/cli/command.ts'
import { commands } from './in-process.ts'

/** Every command that can be run, and the words that lead to it. */
export const leaves: readonly { readonly path: string; readonly leaf: Leaf }[] = Object.values(
  commands,
).flatMap((one) =>
  isGroup(one)
    ? one.commands.map((leaf) => ({ path: `${one.name} ${leaf.name}`, leaf }))
    : [{ path: one.name, leaf: one }],
)

/** An example as a shell takes it apart. */
export const wordsOf = (example: string): string[] =>
  [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
