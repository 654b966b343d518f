import { Page } from '../../ui/page.tsx'
import { ProvenBooks } from './books.tsx'
import { CheckCard } from './check-card.tsx'
import { CheckHistory } from './check-history.tsx'

export function Checks() {
  return (
    <Page title="Checks" hint="Whether the ledger holds, and whether it agrees with what was paid.">
      <div className="page-grid">
        <CheckCard
          kind="verify"
          title="Verify"
          hint="Proves that no credit was made or lost: the ledger, the wallets and the grants say the same."
        />
        <CheckCard
          kind="reconcile"
          title="Reconcile"
          hint="Compares the purchases with Stripe, both ways: what was paid was granted, and nothing else."
        />
      </div>
      <ProvenBooks />
      <CheckHistory />
    </Page>
  )
}
