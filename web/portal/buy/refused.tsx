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
  const { title, detail = refusal.detail.replace(/ \(\w+\)$/, ''), hint } = wordsOf(refusal)
  return (
    <Notice tone="bad" title={title} actions={<IconButton icon="cross" label="Dismiss" onClick={dismiss} />}>
      {detail} {isProof(refusal) && !detail.includes(NOTHING) && NOTHING} {hint}
    </Notice>
  )
}

const NOTHING = 'Nothing was charged.'

/** These are said of this very purchase: it failed, or there is none under its key. Others leave that open. */
const isProof = (refusal: ScripRefusal): boolean =>
  isRefusal(
    refusal,
    'card_declined',
    'payment_refused',
    'payment_method_not_found',
    'amount_changed',
    'amount_too_small',
    'credit_type_not_found',
    'price_not_found',
    'price_mismatch',
    'not_for_sale',
    'not_a_whole_pack',
    'credits_out_of_range',
    'redirect_not_allowed',
    'wallet_limit_exceeded',
  )

interface Words {
  readonly title: string
  /** Where what the server said is not for buyers. */
  readonly detail?: string
  readonly hint?: string
}

function wordsOf(refusal: ScripRefusal): Words {
  if (isRefusal(refusal, 'card_declined'))
    return { title: 'Your card was declined', hint: 'Try another card.' }
  if (isRefusal(refusal, 'payment_refused')) return { title: 'The payment did not go through' }
  if (isRefusal(refusal, 'amount_changed'))
    return { title: 'The price has changed', detail: NOTHING, hint: 'The new price is shown now.' }
  return { title: refusal.title }
}
