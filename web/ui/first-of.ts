/** The items of a list of any length, up to so many; none is asked for beyond them. */
export async function firstOf<T>(items: AsyncIterable<T>, most: number): Promise<T[]> {
  const first: T[] = []
  for await (const item of items) if (first.push(item) >= most) break
  return first
}
