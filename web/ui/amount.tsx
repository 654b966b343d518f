import { useEffect, useRef, useState } from 'react'
import './amount.css'
import { amountText, moneyText } from './amount-text.ts'
import { type Decimal, microOf, textOf } from './decimal.ts'

interface AmountProps {
  readonly value: Decimal
  readonly unit?: string
  /** `+` before what comes, `−` before what goes. */
  readonly signed?: boolean
}

export function Amount({ value, unit, signed = false }: AmountProps) {
  const sign = signed && microOf(value) > 0n ? '+' : ''
  return (
    <span className="amount">
      {sign}
      {amountText(value)}
      {unit && <span className="amount-unit"> {unit}</span>}
    </span>
  )
}

export function Money({ value, currency }: { readonly value: Decimal; readonly currency: string }) {
  return <span className="amount">{moneyText(value, currency)}</span>
}

const COUNT_MS = 700
const STEPS = 10_000n

/** An amount that goes to its new value where it can be seen; who listens is told the new value once. */
export function CountedAmount({ value }: { readonly value: Decimal }) {
  const [shown, setShown] = useState(value)
  const last = useRef(value)
  useEffect(() => {
    const from = microOf(last.current)
    const to = microOf(value)
    last.current = value
    if (from === to || matchMedia('(prefers-reduced-motion: reduce)').matches) return setShown(value)
    const begun = performance.now()
    let frame = requestAnimationFrame(step)
    function step(at: number) {
      const gone = Math.min(1, Math.max(0, (at - begun) / COUNT_MS))
      const eased = BigInt(Math.round((1 - (1 - gone) ** 3) * Number(STEPS)))
      // Whole credits on the way: decimals that flicker are nothing to read.
      const micro = from + ((to - from) * eased) / STEPS
      setShown(gone < 1 ? textOf(micro - (micro % 1_000_000n)) : value)
      if (gone < 1) frame = requestAnimationFrame(step)
    }
    return () => cancelAnimationFrame(frame)
  }, [value])
  return (
    <span className="amount">
      <span aria-hidden="true">{amountText(shown)}</span>
      <span className="only-heard">{amountText(value)}</span>
    </span>
  )
}
