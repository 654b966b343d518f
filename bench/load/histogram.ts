import type { Latency } from './plan.ts'

/** Values up to this are counted one by one, larger ones in as many steps for each doubling. */
const STEPS = 128
const STEP_BITS = 7

/** Counts durations in microseconds, to within one percent. */
export class Histogram {
  readonly #counts = new Uint32Array(STEPS * 32)
  #total = 0
  #most = 0

  add(microseconds: number): void {
    const value = Math.max(0, Math.floor(microseconds))
    const shift = Math.max(0, 32 - STEP_BITS - 1 - Math.clz32(value))
    const slot = shift * STEPS + (value >>> shift)
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1
    this.#total += 1
    if (value > this.#most) this.#most = value
  }

  latency(): Latency {
    return {
      p50: this.#quantile(0.5),
      p90: this.#quantile(0.9),
      p99: this.#quantile(0.99),
      p999: this.#quantile(0.999),
      most: this.#most / 1000,
    }
  }

  /** The upper end of the slot that holds the quantile, in milliseconds: it never flatters. */
  #quantile(part: number): number {
    if (this.#total === 0) return 0
    let left = Math.ceil(this.#total * part)
    for (let slot = 0; slot < this.#counts.length; slot += 1) {
      left -= this.#counts[slot] ?? 0
      if (left <= 0) return Math.min(this.#most, upperEnd(slot)) / 1000
    }
    return this.#most / 1000
  }
}

/** Beyond the first doubling a value keeps its upper bits, so a slot's number is `shift * STEPS + those bits`. */
function upperEnd(slot: number): number {
  if (slot < 2 * STEPS) return slot
  const shift = Math.floor(slot / STEPS) - 1
  return (slot - shift * STEPS + 1) * 2 ** shift - 1
}
