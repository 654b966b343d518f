import { isRefusal, ScripError } from '@scrip/sdk'
import { tellOf } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Why a change was not made; or that nobody knows whether it was, and what to do about that. */
export function NotDone({ error }: { readonly error: unknown }) {
  if (error instanceof ScripError && error.mayBeDone)
    return (
      <Notice tone="warn" urgent title="We don't know yet whether this was done">
        The answer did not arrive. Press the button again: it is never charged twice.
      </Notice>
    )
  if (isRefusal(error, 'amount_changed'))
    return (
      <Notice tone="bad" title="The price has changed">
        Nothing was charged. The new price is shown now.
      </Notice>
    )
  const { title, detail } = tellOf(error)
  return (
    <Notice tone="bad" title={title}>
      {detail.replace(/ \(\w+\)$/, '')}
    </Notice>
  )
}
