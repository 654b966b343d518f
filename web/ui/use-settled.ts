import { useEffect, useRef, useState } from 'react'

const SETTLED_MS = 250

/** A value once it has stopped changing for a moment. One that is made anew of the same parts has not changed. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  const latest = useRef(value)
  latest.current = value
  const parts = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(latest.current), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [parts])
  return settled
}
