import type { Check } from '@scrip/sdk'
import { Badge } from '../../ui/badge.tsx'
import { countText } from '../../ui/locale.ts'
import { State } from '../frame/state.tsx'
import { checkStates } from '../words.ts'

/** What came out: that it holds, what doesn't, or that nobody knows. */
export function Outcome({ check: { state, holds, finding_count } }: { readonly check: Check }) {
  if (state !== 'done') return <State of={checkStates} is={state} />
  if (holds === true) return <Badge tone="good">Holds</Badge>
  return (
    <Badge tone="bad">{finding_count === 1 ? '1 finding' : `${countText(finding_count)} findings`}</Badge>
  )
}
