import { useAccountId } from '../data/reads.ts'
import { AccountTerms } from './account-terms.tsx'
import { ClockCard } from './clock-card.tsx'

export function Settings() {
  const account = useAccountId()
  return (
    <>
      <AccountTerms account={account} />
      <ClockCard account={account} />
    </>
  )
}
