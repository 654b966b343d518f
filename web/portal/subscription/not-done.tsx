import { isRefusal } from '@scrip/sdk'
import { Button } from '../../ui/button.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { mayBeDone } from '../../ui/unanswered.ts'

/** Somebody who closed the dialog before it was known, and is here again. */
export const WasAsked = ({ again }: { readonly again: () => void }) => (
  <Notice
    tone="warn"
    title="We don't know yet whether what you asked for before was done"
    actions={
      <Button small onClick={again}>
        Ask again
      </Button>
    }
  >
    No answer arrived. Ask for the same again to know: it is never charged twice.
  </Notice>
)

/** Why a change was not made; or that nobody knows whether it was, and what to do about that. */
export function NotDone({ error }: { readonly error: unknown }) {
  if (mayBeDone(error))
    return (
      <Notice tone="warn" urgent title="We don't know yet whether this was done">
        The answer did not arrive. Ask again: it is never charged twice.
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
