import { type CallOptions, isRefusal, type Purchase } from '@scrip/sdk'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { About } from '../../ui/about.ts'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { mayBeDone, settleAll } from '../../ui/unanswered.ts'
import { useAsking } from '../../ui/use-asking.ts'
import { hostedPage, useGoToPage } from '../data/hosted-page.ts'
import { useRefresh } from '../data/refresh.ts'

interface Billed {
  readonly purchase: Purchase | null
}

interface BillingWish<B, A> {
  readonly about: About
  readonly ask: (body: B, options: CallOptions) => Promise<A>
  /** Whether its bill is still to be paid, which is told on the purchase's own page. */
  readonly waits: (answer: A) => boolean
  readonly said: (answer: A) => string
  /** It costs something else by now. */
  readonly onOtherPrice: () => void
  readonly onClose: () => void
}

/** Asks for what is charged at once, from a dialog, and goes on to where it is paid. */
export function useBilling<B, A extends Billed>(wish: BillingWish<B, A>) {
  const { about, ask, waits, said, onOtherPrice, onClose } = wish
  const navigate = useNavigate()
  const refreshAll = useRefresh()
  const toast = useToast()
  const goToPage = useGoToPage()
  const { asking, isHere } = useAsking<B>(about)
  const billing = useMutation({
    mutationFn: (body: B) => asking.ask(body, (options) => ask(body, options)),
    onSuccess: async (answer) => {
      void refreshAll()
      // Another dialog may be open by now, or another page.
      if (!isHere.current) return toast({ text: waits(answer) ? TO_PAY : DONE })
      settleAll(about)
      onClose()
      const url = hostedPage(answer.purchase)
      if (url && goToPage(url)) return
      const { purchase } = answer
      if (purchase && waits(answer))
        return navigate({ to: '/purchases/$purchase', params: { purchase: purchase.id } })
      toast({ text: said(answer) })
    },
    onError: (error) => {
      if (isRefusal(error, 'amount_changed')) onOtherPrice()
      if (!isHere.current) toast({ tone: 'bad', text: mayBeDone(error) ? NOT_KNOWN : tellOf(error).detail })
    },
  })
  const send = (body: B) => {
    if (!billing.isPending) billing.mutate(body)
  }
  return {
    send,
    /** Once more what was asked for last, under its key. */
    again: () => {
      const last = asking.last()
      if (last !== undefined) send(last)
    },
    isBusy: billing.isPending,
    error: billing.error,
    /** Whether nobody knows what became of what was asked for here; nothing else is asked for until then. */
    isUnsure: mayBeDone(billing.error),
    /** Whether nobody knows what became of what was asked for before this was opened. */
    wasAsked: asking.before !== null && billing.isIdle,
  }
}

const DONE = 'What you asked for was done after you closed this.'
const TO_PAY = 'What you asked for waits to be paid: see Purchases.'
const NOT_KNOWN = 'No answer arrived. Ask for the same again to know: it is never charged twice.'
