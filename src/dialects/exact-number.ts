import Type from 'typebox'
import { formatCredits, type Micro } from '../core/credits.ts'

/** JSON's own text of a number, which the language's types don't know yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => object }

/**
 * A number in an answer that is printed digit by digit and never is a double. Without a type in the schema the
 * serialiser leaves the value as it is.
 */
export const ExactNumber = (description?: string) =>
  Type.Unsafe<object>({
    shown: { type: 'number', format: 'double' },
    ...(description !== undefined && { description }),
  })

/** Credits, or millionths of anything, as a JSON number: `1500000n` is 1.5. */
export const exactNumber = (micro: Micro): object => rawJSON(formatCredits(micro))
