/**
 * Asks what may not be answered, as a database that is silent: null where it fails or takes longer. It is asked once at
 * a time, so that whoever comes while an answer is overdue goes without it at once.
 */
export function inTime<T>(within_ms: number, ask: () => Promise<T>): () => Promise<T | null> {
  let underWay: Promise<T | null> | null = null
  return () => {
    underWay ??= begin()
    return underWay
  }

  function begin(): Promise<T | null> {
    const late = Promise.withResolvers<null>()
    const timer = setTimeout(late.resolve, within_ms, null)
    const answer = ask()
      .catch(() => null)
      .finally(() => {
        clearTimeout(timer)
        underWay = null
      })
    return Promise.race([answer, late.promise])
  }
}
