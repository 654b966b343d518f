import type { Check } from '@scrip/sdk'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero, sumOf } from '../../ui/decimal.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { Ago } from '../../ui/time.tsx'
import { useNameOf } from '../data/reads.ts'
import { plain } from '../words.ts'
import './checks.css'
import { useLatest } from './use-latest.ts'

/** As credits go through them; whatever else the ledger names comes after. */
const ORDER = ['issued', 'wallet', 'held', 'consumed', 'expired', 'revoked']

const placeOf = (book: string): number => (ORDER.includes(book) ? ORDER.indexOf(book) : ORDER.length)

interface Row {
  readonly creditType: string
  readonly amounts: ReadonlyMap<string, string>
}

/** The books as they were when the ledger was proven last. */
export function ProvenBooks() {
  const check = useLatest('verify').ended
  if (!check?.ended_at || check.books.length === 0) return null
  return (
    <Card
      flush
      title="Books"
      hint={
        <>
          What all entries come to: the books of a credit type sum to zero. Added up{' '}
          <Ago at={check.ended_at} />.
        </>
      }
    >
      <Books books={check.books} />
    </Card>
  )
}

/** What the entries of each credit type come to, book by book: together nothing, or some were made or lost. */
function Books({ books }: Pick<Check, 'books'>) {
  const nameOf = useNameOf()
  const names = [...new Set(books.map(({ book }) => book))].sort((a, b) => placeOf(a) - placeOf(b))
  const rows: Row[] = [...Map.groupBy(books, ({ credit_type }) => credit_type)].map(
    ([creditType, lines]) => ({
      creditType,
      amounts: new Map(lines.map(({ book, amount }) => [book, amount])),
    }),
  )
  const columns: readonly Column<Row>[] = [
    { key: 'type', label: 'Credit type', lead: true, cell: ({ creditType }) => nameOf(creditType) },
    ...names.map(
      (name): Column<Row> => ({
        key: name,
        label: plain(name),
        end: true,
        cell: ({ amounts }) => <Amount value={amounts.get(name) ?? '0'} />,
      }),
    ),
    {
      key: 'sum',
      label: 'Sum',
      end: true,
      cell: ({ amounts }) => {
        const sum = sumOf([...amounts.values()])
        return (
          <strong className={isZero(sum) ? undefined : 'books-off'}>
            <Amount value={sum} />
          </strong>
        )
      },
    },
  ]
  return <Table caption="Books" columns={columns} rows={rows} rowKey={({ creditType }) => creditType} />
}
