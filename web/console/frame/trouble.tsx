import type { ErrorComponentProps } from '@tanstack/react-router'
import { Failure } from '../../ui/failure.tsx'

/** Where a page could not be shown at all. */
export function Trouble({ error, reset }: ErrorComponentProps) {
  return <Failure error={error} retry={reset} />
}
