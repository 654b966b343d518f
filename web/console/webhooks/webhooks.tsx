import { Page } from '../../ui/page.tsx'
import { Deliveries } from './deliveries.tsx'
import { Endpoints } from './endpoints.tsx'

export function Webhooks() {
  return (
    <Page title="Webhooks" hint="Where your product is told what happened to purchases and subscriptions.">
      <Endpoints />
      <Deliveries />
    </Page>
  )
}
