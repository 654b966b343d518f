import type { RouteComponent } from '@tanstack/react-router'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { usePortal } from '../data/portal.ts'

/** A page about money or other people. Whoever may not buy could load nothing of it, and is told so instead. */
export function forBuyers(Shown: RouteComponent): RouteComponent {
  const Guarded = () => (usePortal().mayBuy ? <Shown /> : <NotYours />)
  // Loaded as soon as somebody points at its link, as the page itself would be.
  return Object.assign(Guarded, { preload: 'preload' in Shown ? Shown.preload : undefined })
}

function NotYours() {
  const { accountName } = usePortal()
  return (
    <Page title="Not shown to you">
      <Card>
        <Empty icon="shield" title="This is for owners, admins and billing">
          What is bought and paid, and what others use, they see and change. Ask one of them in {accountName}.
        </Empty>
      </Card>
    </Page>
  )
}
