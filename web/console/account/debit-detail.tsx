import type { DebitExplanation } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { compare, difference, isZero } from '../../ui/decimal.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { Id } from '../frame/id.tsx'
import { grantSources } from '../words.ts'
import { ReverseDebit } from './reverse-debit.tsx'

interface DebitDetailProps {
  readonly account: string
  readonly debit: string
  readonly onClose: () => void
}

/** Why a debit took what it took, or why it was refused. */
export function DebitDetail({ account, debit, onClose }: DebitDetailProps) {
  const [reversing, setReversing] = useState(false)
  const detail = useQuery({
    queryKey: keys.account(account, 'debit', debit),
    queryFn: ({ signal }) => scrip.debits.get(account, debit, { signal }),
  })
  const { data } = detail
  if (reversing && data)
    return <ReverseDebit account={account} debit={data} onClose={() => setReversing(false)} />
  const canReverse = data?.status === 'ok' && compare(difference(data.amount, data.reversed), '0') > 0
  return (
    <Dialog
      open
      wide
      title="Debit"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {canReverse && (
            <Button icon="repeat" onClick={() => setReversing(true)}>
              Reverse…
            </Button>
          )}
        </>
      }
    >
      {data ? (
        <Explained debit={data} />
      ) : (
        <Unloaded of={detail}>
          <Skeletons lines={6} />
        </Unloaded>
      )}
    </Dialog>
  )
}

function Explained({ debit }: { readonly debit: DebitExplanation }) {
  const nameOf = useNameOf()
  const { status, code, grants, caps, reversals } = debit
  const metadata = Object.entries(debit.metadata ?? {})
  return (
    <>
      <Facts
        facts={[
          [
            'Amount',
            <>
              <Amount value={debit.amount} /> {nameOf(debit.credit_type)}{' '}
              {status === 'refused' && <Badge tone="bad">{code}</Badge>}
            </>,
          ],
          [
            'Available',
            <>
              <Amount value={debit.balance_before} /> before, <Amount value={debit.balance_after} /> after
            </>,
          ],
          ['When', <Time at={debit.created_at} style="clock" />],
          debit.member !== null && ['Member', debit.member],
          debit.project !== null && ['Project', debit.project],
          debit.feature !== null && ['Feature', debit.feature],
          debit.hold !== null && ['Captured from', <code>{debit.hold}</code>],
          debit.api_key !== null && ['API key', <code>{debit.api_key}</code>],
          debit.idempotency_key !== null && ['Idempotency key', <code>{debit.idempotency_key}</code>],
          !isZero(debit.reversed) && ['Reversed', <Amount value={debit.reversed} />],
          metadata.length > 0 && [
            'Metadata',
            metadata.map(([name, value]) => `${name}: ${String(value)}`).join(', '),
          ],
          ['Id', <Id>{debit.id}</Id>],
        ]}
      />
      {grants.length > 0 && (
        <section className="stack gap-2">
          <h3>Drawn from, in this order</h3>
          <ol className="stack gap-2">
            {grants.map(({ grant, amount, source, priority, scope, expires_at }) => (
              <li key={grant} className="row row-apart gap-2">
                <span>
                  {grantSources[source as keyof typeof grantSources] ?? source}{' '}
                  <span className="faint small">
                    priority {priority},{' '}
                    {expires_at === null ? (
                      'never expires'
                    ) : (
                      <>
                        until <Time at={expires_at} style="date" />
                      </>
                    )}
                    {Object.values(scope).map((one) => (one === null ? '' : `, only ${one}`))}
                  </span>
                </span>
                <Amount value={amount} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {caps.length > 0 && (
        <section className="stack gap-2">
          <h3>Caps that were asked</h3>
          <ul className="stack gap-2">
            {caps.map(({ subject, id, used_before, used_after, limit, period, unit }) => (
              <li key={`${subject} ${id}`} className="row row-apart gap-2">
                <span>
                  {subject} {id}{' '}
                  <span className="faint small">
                    a {period === 'total' ? 'lifetime' : period}, in {unit}
                  </span>
                </span>
                <span>
                  <Amount value={used_before} /> → <Amount value={used_after} /> of <Amount value={limit} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {reversals.length > 0 && (
        <section className="stack gap-2">
          <h3>Given back</h3>
          <ul className="stack gap-2">
            {reversals.map(({ id, amount, created_at, reason }) => (
              <li key={id} className="row row-apart gap-2">
                <span>
                  <Time at={created_at} style="clock" /> <span className="faint small">{reason}</span>
                </span>
                <Amount value={amount} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
