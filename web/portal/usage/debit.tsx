import type { DebitExplanation } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Amount } from '../../ui/amount.tsx'
import { amountText, unitPriceText } from '../../ui/amount-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { useNames } from '../data/use-names.ts'
import { refusedDebits } from '../data/words.ts'
import { debitRoute } from '../router.tsx'
import { CapsMet } from './caps-met.tsx'
import { DrawnGrants } from './drawn-grants.tsx'
import { Reversals } from './reversals.tsx'

export function DebitPage() {
  const { debit: id } = debitRoute.useParams()
  const { scrip, account } = usePortal()
  const debit = useQuery({ queryKey: ['usage', 'debit', id], queryFn: () => scrip.debits.get(account, id) })
  const back = (
    <Link to="/usage">
      <Icon name="arrow_left" size={14} /> Usage
    </Link>
  )
  if (!debit.data)
    return (
      <Page title="Debit" back={back}>
        <Card>
          <Unloaded of={debit}>
            <Skeletons lines={6} />
          </Unloaded>
        </Card>
      </Page>
    )
  return (
    <Page title={`${amountText(debit.data.amount)} credits used`} back={back}>
      {debit.data.status === 'refused' && (
        <Notice tone="bad" title="It was refused, and took nothing">
          {refusedDebits[debit.data.code ?? ''] ?? debit.data.code}.
        </Notice>
      )}
      <Explained debit={debit.data} />
      <DrawnGrants debit={debit.data} />
      <CapsMet caps={debit.data.caps} />
      <Reversals debit={debit.data} />
    </Page>
  )
}

function Explained({ debit }: { readonly debit: DebitExplanation }) {
  const names = useNames()
  const type = names.types?.find(({ id }) => id === debit.credit_type)
  const { metadata, balance_before, balance_after, reversed } = debit
  return (
    <Card title="What it was">
      <Facts
        facts={[
          ['Credits', names.type(debit.credit_type)],
          debit.feature !== null && ['Feature', debit.feature],
          debit.project !== null && ['Project', debit.project],
          debit.member !== null && ['Member', names.member(debit.member)],
          debit.hold !== null && ['Held before', <code key="hold">{debit.hold}</code>],
          debit.unit_price !== null &&
            type && ['Worth', `${unitPriceText(debit.unit_price, type.currency)} each`],
          [
            'Balance',
            <span key="balance">
              <Amount value={balance_before} /> <span className="faint">→</span>{' '}
              <strong>
                <Amount value={balance_after} />
              </strong>
            </span>,
          ],
          !isZero(reversed) && ['Taken back', <Amount key="reversed" value={reversed} />],
          ['When', <Time key="at" at={debit.created_at} />],
          debit.occurred_at !== null && ['Happened', <Time key="then" at={debit.occurred_at} />],
          ...Object.entries(metadata ?? {}).map(([name, value]) => [name, String(value)] as const),
          ['Number', <code key="id">{debit.id}</code>],
          debit.status === 'refused' && [
            'State',
            <Badge key="state" tone="bad">
              Refused
            </Badge>,
          ],
        ]}
      />
    </Card>
  )
}
