import { Page } from '../../ui/page.tsx'
import { KeyList } from './key-list.tsx'

export function Keys() {
  return (
    <Page
      title="API keys"
      hint="Yours and those of accounts. A secret is shown once, and only its hash is kept."
    >
      <KeyList account={null} />
    </Page>
  )
}
