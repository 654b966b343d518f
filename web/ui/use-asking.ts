import { type RefObject, useEffect, useRef, useState } from 'react'
import type { About } from './about.ts'
import { type Asking, openAsking } from './unanswered.ts'

interface AskingHere<W> {
  readonly asking: Asking<W>
  /** Whether anybody is still before the place where an answer would be shown. */
  readonly isHere: Readonly<RefObject<boolean>>
}

export function useAsking<W>(about: About): AskingHere<W> {
  const [asking] = useState(() => openAsking<W>(about))
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  return { asking, isHere }
}
