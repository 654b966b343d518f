import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'

/** What is loaded, as a query tells it. */
export interface Loading {
  readonly data: unknown
  readonly error: unknown
  readonly refetch: () => unknown
}

interface UnloadedProps {
  readonly of: Loading | readonly Loading[]
  /** What could not be shown: "The invoices". */
  readonly what?: string
  /** Its shape, while it is on its way. */
  readonly children?: ReactNode
}

/**
 * In the place of what is not there: why, or that it comes. Nothing where all of it is there: what was loaded before is
 * still shown, and what somebody typed beside it stays, though loading it anew has failed.
 */
export function Unloaded({ of, what, children }: UnloadedProps) {
  const missing = [of].flat().filter(({ data }) => data === undefined)
  const failed = missing.find(({ error }) => error !== null)
  if (missing.length === 0) return null
  if (!failed) return children
  const retry = () => void Promise.all(missing.map(({ refetch }) => refetch()))
  return <Failure error={failed.error} retry={retry} {...(what !== undefined && { what })} />
}
