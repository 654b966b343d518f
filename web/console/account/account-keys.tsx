import { useAccountId } from '../data/reads.ts'
import { KeyList } from '../keys/key-list.tsx'

export function AccountKeys() {
  return <KeyList account={useAccountId()} />
}
