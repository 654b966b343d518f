import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { NothingSoFar } from '../../ui/nothing-so-far.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import type { List } from '../data/use-list.ts'
import './listing.css'

interface ListingProps<T> {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  readonly actions?: ReactNode
  /** What narrows the list, above it. */
  readonly filters?: ReactNode
  readonly caption: string
  readonly columns: readonly Column<T>[]
  readonly list: List<T>
  readonly rowKey: (row: T) => string
  /** What stands there instead of nothing. */
  readonly empty: ReactNode
  readonly loading?: number
}

/** A list of which the server gives a page at a time, with everything that can be the matter with it. */
export function Listing<T>(props: ListingProps<T>) {
  const { title, hint, actions, filters, caption, columns, list, rowKey, empty, loading = 5 } = props
  const { items, error, isFetching, page, next, previous, retry } = list
  const isEmpty = items?.length === 0
  const hasPages = next !== null || previous !== null
  return (
    <Card
      flush
      title={title}
      hint={hint}
      actions={actions}
      footer={hasPages ? <Pager {...{ page, next, previous, isFetching }} /> : undefined}
    >
      {filters && <div className="listing-filters">{filters}</div>}
      {error && !items ? (
        <Unloaded of={{ data: items, error, refetch: retry }} what={caption} />
      ) : isEmpty ? (
        next ? (
          <NothingSoFar />
        ) : (
          empty
        )
      ) : (
        <div className={isFetching && items ? 'listing-rows listing-stale' : 'listing-rows'}>
          <Table
            caption={caption}
            columns={columns}
            rows={items ?? []}
            rowKey={rowKey}
            loading={items ? 0 : loading}
          />
        </div>
      )}
    </Card>
  )
}

type PagerProps = Pick<List<unknown>, 'page' | 'next' | 'previous' | 'isFetching'>

function Pager({ page, next, previous, isFetching }: PagerProps) {
  return (
    <nav className="row row-apart listing-pager" aria-label="Pages">
      <span aria-live="polite">{isFetching ? 'Loading…' : `Page ${page}`}</span>
      <div className="row gap-2">
        <Button small disabled={previous === null} onClick={() => previous?.()}>
          Previous
        </Button>
        <Button small disabled={next === null} onClick={() => next?.()}>
          Next
        </Button>
      </div>
    </nav>
  )
}
