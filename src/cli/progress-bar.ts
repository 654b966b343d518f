import type { Out } from './out.ts'

const WIDTH = 30
const EVERY_MS = 100

export interface ProgressBar {
  /** How much is done, and of how many of what; null where it is a part of something that isn't counted. */
  show(done: number, of: number, what: string | null): void
  clear(): void
}

/** A line that is drawn over and over beside the answer, on a terminal only. */
export function progressBar(out: Out): ProgressBar {
  if (!out.isWatched) return { show() {}, clear() {} }
  let drawn = Number.NEGATIVE_INFINITY
  return {
    show(done, of, what) {
      if (performance.now() - drawn < EVERY_MS) return
      drawn = performance.now()
      const part = of === 0 ? 1 : Math.min(done / of, 1)
      const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░')
      const all = what === null ? '' : ` of ${of.toLocaleString('en-US')} ${what}`
      out.note(`\r\x1b[K${bar} ${Math.floor(part * 100)} %${all}`)
    },
    clear() {
      if (drawn > 0) out.note('\r\x1b[K')
      drawn = Number.NEGATIVE_INFINITY
    },
  }
}
