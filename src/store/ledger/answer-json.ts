/**
 * Answers are kept as JSON text and must come back as they were. Every bigint of the domain is an amount, and every
 * amount's name ends in `_micro` or `_minor`: that is how it is told from a string.
 */
export const answerText = (answer: unknown): string =>
  JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

export const parseAnswer = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) =>
    typeof value === 'string' && /_mi(?:cro|nor)$/.test(key) ? BigInt(value) : value,
  )
