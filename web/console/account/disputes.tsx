import type { Purchase } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { firstOf } from '../../ui/first-of.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { plain } from '../words.ts'

type Dispute = NonNullable<Purchase['dispute']>
type Row = Purchase & { readonly dispute: Dispute }

const STATES = ['disputed', 'lost', 'won'] as const
/** Of each state; an account with more has other worries, and the list below narrows to each of them. */
const MOST = 50

const statuses: Readonly<Record<Dispute['status'], readonly [string, Tone]>> = {
  open: ['Open', 'bad'],
  won: ['Won', 'good'],
  lost: ['Lost', 'neutral'],
}

const isDisputed = (purchase: Purchase): purchase is Row => purchase.dispute !== null

async function disputesOf(account: string, signal: AbortSignal): Promise<readonly Row[]> {
  const each = STATES.map((state) => firstOf(scrip.purchases.list(account, { state }, { signal }), MOST))
  return (await Promise.all(each))
    .flat()
    .filter(isDisputed)
    .sort((a, b) => b.dispute.created_at.localeCompare(a.dispute.created_at))
}

/** What the account's banks have disputed, and how it ended. Left out where there is none, which is the rule. */
export function Disputes({ account }: { readonly account: string }) {
  const nameOf = useNameOf()
  const { data } = useQuery({
    queryKey: keys.account(account, 'disputes'),
    queryFn: ({ signal }) => disputesOf(account, signal),
  })
  if (!data?.length) return null
  const columns: readonly Column<Row>[] = [
    {
      key: 'what',
      label: 'Purchase',
      lead: true,
      cell: ({ id, amount, credit_type }) => (
        <Link
          className="table-link"
          to="/accounts/$account/purchases/$purchase"
          params={{ account, purchase: id }}
        >
          <Amount value={amount} /> {nameOf(credit_type)}
        </Link>
      ),
    },
    { key: 'reason', label: 'Disputed as', cell: ({ dispute }) => plain(dispute.reason) },
    {
      key: 'status',
      label: 'State',
      cell: ({ dispute, frozen }) => (
        <>
          <Badge tone={statuses[dispute.status][1]}>{statuses[dispute.status][0]}</Badge>
          {frozen && <span className="soft small"> its credits are frozen</span>}
        </>
      ),
    },
    { key: 'since', label: 'Since', cell: ({ dispute }) => <Time at={dispute.created_at} style="date" /> },
    {
      key: 'amount',
      label: 'Amount',
      end: true,
      cell: ({ dispute }) => <Money value={dispute.amount} currency={dispute.currency} />,
    },
  ]
  return (
    <Card flush title="Disputes">
      <Table caption="Disputes" columns={columns} rows={data} rowKey={({ id }) => id} />
    </Card>
  )
}
