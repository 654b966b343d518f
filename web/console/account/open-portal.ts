import { useMutation } from '@tanstack/react-query'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'

/** The portal as the account sees it, in a tab of its own. The tab is opened by the press itself, or browsers stop it. */
export function useOpenPortal(account: string) {
  const show = useToast()
  const { mutate, isPending } = useMutation({
    mutationFn: async (member: string | null) => {
      const tab = window.open('', '_blank')
      try {
        const { url } = await scrip.portalSessions.create({ account, ...(member !== null && { member }) })
        if (tab) {
          tab.opener = null
          tab.location.replace(url)
        } else window.location.assign(url)
      } catch (error) {
        tab?.close()
        throw error
      }
    },
    onError: (error) => show({ tone: 'bad', text: tellOf(error).detail }),
  })
  return { open: mutate, isRunning: isPending }
}
