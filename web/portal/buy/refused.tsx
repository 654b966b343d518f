import { isRefusal, type ScripRefusal } from '@scrip/sdk'
import { IconButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Why nothing was bought, and what can be done about it. */
export function Refused({
  refusal,
  dismiss,
}: {
  readonly refusal: ScripRefusal
  readonly dismiss: () => void
}) {
  const { title, hint } = wordsOf(refusal)
  return (
    <Notice tone="bad" title={title} actions={<IconButton icon="cross" label="Dismiss" onClick={dismiss} />}>
      {refusal.detail.replace(/ \(\w+\)$/, '')} {hint}
    </Notice>
  )
}

function wordsOf(refusal: ScripRefusal): { readonly title: string; readonly hint: string } {
  if (isRefusal(refusal, 'card_declined'))
    return { title: 'Your card was declined', hint: 'Nothing was charged. Try another card.' }
  if (isRefusal(refusal, 'payment_refused'))
    return { title: 'The payment did not go through', hint: 'Nothing was charged.' }
  return { title: refusal.title, hint: 'Nothing was charged.' }
}
