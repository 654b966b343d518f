import type { Purchase } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { isZero } from '../../ui/decimal.ts'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { State } from '../frame/state.tsx'
import { paidWith, purchaseStates } from '../words.ts'

/** What lists of purchases show: of one account, or of all. */
export function purchaseColumns(
  nameOf: (creditType: string) => string,
  ofAll: boolean,
): readonly Column<Purchase>[] {
  return [
    {
      key: 'what',
      label: 'Purchase',
      lead: true,
      cell: ({ id, account, amount, credit_type }) => (
        <Link
          className="table-link"
          to="/accounts/$account/purchases/$purchase"
          params={{ account, purchase: id }}
        >
          <Amount value={amount} /> {nameOf(credit_type)}
        </Link>
      ),
    },
    ...(ofAll
      ? [
          {
            key: 'account',
            label: 'Account',
            cell: ({ account }: Purchase) => (
              <Link to="/accounts/$account" params={{ account }}>
                {account}
              </Link>
            ),
          },
        ]
      : []),
    { key: 'state', label: 'State', cell: ({ state }) => <State of={purchaseStates} is={state} /> },
    { key: 'with', label: 'Paid with', wideOnly: true, cell: (purchase) => paidWith(purchase) },
    { key: 'when', label: 'When', cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: 'refunded',
      label: 'Refunded',
      end: true,
      wideOnly: true,
      cell: ({ refunded, currency }) => !isZero(refunded) && <Money value={refunded} currency={currency} />,
    },
    {
      key: 'total',
      label: 'Total',
      end: true,
      cell: ({ total, subtotal, currency }) => <Money value={total ?? subtotal} currency={currency} />,
    },
  ]
}
