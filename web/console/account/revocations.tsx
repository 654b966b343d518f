import type { Revocation } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero } from '../../ui/decimal.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'

interface RevocationsProps {
  readonly account: string
  readonly grant: string
}

/** What was taken back of a grant by hand, and why. Of most grants nothing was, so it says nothing until it knows. */
export function Revocations({ account, grant }: RevocationsProps) {
  const detail = useQuery({
    queryKey: keys.account(account, 'grant', grant),
    queryFn: ({ signal }) => scrip.grants.get(account, grant, { signal }),
  })
  const { data } = detail
  if (!data) return <Unloaded of={detail} what="What was taken back" />
  if (data.revocations.length === 0) return null
  return (
    <Card title="Taken back by hand" flush>
      <Table caption="Taken back by hand" columns={COLUMNS} rows={data.revocations} rowKey={({ id }) => id} />
    </Card>
  )
}

const some = (amount: string) => !isZero(amount) && <Amount value={amount} />

const COLUMNS: readonly Column<Revocation>[] = [
  { key: 'why', label: 'Reason', lead: true, cell: ({ reason }) => reason ?? 'No reason given' },
  { key: 'at', label: 'When', cell: ({ at }) => <Time at={at} style="clock" /> },
  { key: 'debt', label: 'Became a debt', end: true, cell: ({ debt }) => some(debt) },
  { key: 'written', label: 'Written off', end: true, cell: ({ written_off }) => some(written_off) },
  { key: 'revoked', label: 'Taken', end: true, cell: ({ revoked }) => <Amount value={revoked} /> },
]
