import type { Invoice } from '@scrip/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Money } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { invoicesQuery } from '../data/queries.ts'
import { invoiceStates } from '../data/words.ts'

export function Invoices() {
  const invoices = useInfiniteQuery(invoicesQuery(usePortal()))
  return (
    <Page title="Invoices" hint="Each as a page and as a PDF.">
      <Card flush>
        {!invoices.data ? (
          <Unloaded of={invoices} what="The invoices">
            <InvoicesTable invoices={[]} loading={6} />
          </Unloaded>
        ) : invoices.data.length === 0 ? (
          <Empty icon="document" title="No invoices yet">
            Whatever is paid by card has an invoice, which is listed here.
          </Empty>
        ) : (
          <InvoicesTable invoices={invoices.data} />
        )}
        <More of={invoices} />
      </Card>
    </Page>
  )
}

function InvoicesTable({
  invoices,
  loading,
}: {
  readonly invoices: readonly Invoice[]
  readonly loading?: number
}) {
  return (
    <Table
      caption="Invoices, newest first"
      rows={invoices}
      rowKey={({ id }) => id}
      loading={loading}
      columns={[
        {
          key: 'number',
          label: 'Invoice',
          lead: true,
          cell: ({ number, description }) => (
            <span className="stack gap-1">
              <span className="strong">{number ?? 'Draft'}</span>
              {description && <span className="faint small">{description}</span>}
            </span>
          ),
        },
        { key: 'at', label: 'Date', cell: ({ created_at }) => <Time at={created_at} style="date" /> },
        { key: 'state', label: 'State', cell: ({ status }) => <StatusBadge status={status} /> },
        {
          key: 'total',
          label: 'Total',
          end: true,
          prime: true,
          cell: ({ total, currency }) => <Money value={total} currency={currency} />,
        },
        { key: 'links', label: <span className="only-heard">Open it</span>, end: true, cell: Links },
      ]}
    />
  )
}

function StatusBadge({ status }: Pick<Invoice, 'status'>) {
  const { tone, text } = invoiceStates[status]
  return <Badge tone={tone}>{text}</Badge>
}

function Links({ number, url, pdf, status }: Invoice) {
  const of = <span className="only-heard"> of invoice {number}</span>
  const tab = { target: '_blank', rel: 'noopener noreferrer' }
  return (
    <span className="row gap-1 nowrap">
      {url && (
        <ButtonLink small look={status === 'open' ? 'primary' : 'quiet'} href={url} {...tab}>
          {status === 'open' ? 'Pay' : 'View'}
          {of}
        </ButtonLink>
      )}
      {pdf && (
        <ButtonLink small look="quiet" href={pdf} icon="download" {...tab}>
          PDF{of}
        </ButtonLink>
      )}
    </span>
  )
}
