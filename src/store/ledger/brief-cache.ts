interface Entry<V> {
  readonly asked_at: number
  readonly value: Promise<V>
}

/**
 * Remembers for a moment what was looked up, and asks once for what many ask for at the same time. An answer's age
 * counts from when it was asked for, so a slow database makes none older. It goes by the machine's own clock, because
 * it is about other processes' changes and not about the domain's time.
 */
export class BriefCache<V> {
  readonly #entries = new Map<string, Entry<V>>()
  readonly #max_age_ms: number
  readonly #max_entries: number

  constructor(max_age_ms: number, max_entries: number) {
    this.#max_age_ms = max_age_ms
    this.#max_entries = max_entries
  }

  get(name: string, ask: () => Promise<V>): Promise<V> {
    const asked_at = performance.now()
    const found = this.#entries.get(name)
    if (found && asked_at - found.asked_at < this.#max_age_ms) return found.value
    const entry = { asked_at, value: ask() }
    entry.value.catch(() => this.#forget(name, entry))
    // Deleted first, so that the map stays in the order of age.
    this.#entries.delete(name)
    if (this.#entries.size >= this.#max_entries) this.#dropOldest()
    this.#entries.set(name, entry)
    return entry.value
  }

  #forget(name: string, entry: Entry<V>): void {
    if (this.#entries.get(name) === entry) this.#entries.delete(name)
  }

  #dropOldest(): void {
    for (const name of this.#entries.keys()) {
      this.#entries.delete(name)
      return
    }
  }
}
