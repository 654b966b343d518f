import type { Settings } from './store/settings.ts'

/** The sandbox's time: the machine's, or the one given, put forward by what it was told to advance. */
export class Clock {
  readonly #base: () => number
  readonly #settings: Settings

  constructor(settings: Settings, base: () => number = Date.now) {
    this.#base = base
    this.#settings = settings
  }

  /** In milliseconds. */
  now(): number {
    return this.#base() + this.#settings.get().advanced_ms
  }

  /** Not put forward. Signatures carry it, since their receiver compares it with a clock of its own. */
  real(): number {
    return this.#base()
  }

  seconds(): number {
    return Math.floor(this.now() / 1000)
  }

  advance(ms: number): void {
    this.#settings.change({ advanced_ms: this.#settings.get().advanced_ms + ms })
  }
}
