import { freshKey } from '@scrip/sdk'
import { useRef } from 'react'

/**
 * One idempotency key for as long as the same is wanted and nobody knows what became of it, so that a second press of
 * the button is the first one again.
 */
export function useKeptKey() {
  const kept = useRef<{ readonly wish: string; readonly key: string } | null>(null)
  return {
    keyOf(wish: unknown): string {
      const text = JSON.stringify(wish)
      if (kept.current?.wish !== text) kept.current = { wish: text, key: freshKey() }
      return kept.current.key
    },
    end: () => {
      kept.current = null
    },
  }
}
