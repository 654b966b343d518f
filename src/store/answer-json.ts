/**
 * Answers are kept as JSON text and must come back as they were. Every bigint of the domain is an amount, and every
 * amount's name ends in `_micro`: that is how it is told from a string.
 */
export const answerText = (answer: unknown): string =>
  JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

export const parseAnswer = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) =>
    key.endsWith('_micro') && typeof value === 'string' ? BigInt(value) : value,
  )
