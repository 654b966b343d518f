import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { returnTo, useGoToPage } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'

interface AddCardProps {
  /** Where the buyer is afterwards. */
  readonly path: string
  readonly before?: () => void
  readonly children: (add: () => void, isBusy: boolean) => ReactNode
}

/** Saves a card on the hosted page: no number of one ever comes here. */
export function AddCard({ path, before, children }: AddCardProps) {
  const { scrip, account } = usePortal()
  const queries = useQueryClient()
  const toast = useToast()
  const goToPage = useGoToPage()
  const add = useMutation({
    mutationFn: () => scrip.paymentMethods.add(account, returnTo(path)),
    onSuccess: ({ url }) => {
      before?.()
      goToPage(url)
    },
    onError: (error) => toast({ text: tellOf(error).detail, tone: 'bad' }),
  })
  // Where the page was opened beside this one, what was done there is seen when its visitor is back.
  useEffect(() => {
    if (!add.isSuccess) return
    const look = () =>
      document.visibilityState === 'visible' && queries.invalidateQueries({ queryKey: ['cards'] })
    document.addEventListener('visibilitychange', look)
    addEventListener('focus', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      removeEventListener('focus', look)
    }
  }, [add.isSuccess, queries])
  return children(() => add.mutate(), add.isPending)
}
