import { Button } from './button.tsx'
import './more.css'

/** A list that is read on as its reader goes on, as its query tells it. */
interface ReadOn {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly fetchNextPage: () => unknown
}

/** Below a list of which there is more. */
export function More({
  of: { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage },
}: {
  readonly of: ReadOn
}) {
  if (!hasNextPage) return null
  return (
    <div className="more">
      {isFetchNextPageError && (
        <p className="field-fault" role="alert">
          More could not be loaded.
        </p>
      )}
      <Button small busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
        Show more
      </Button>
    </div>
  )
}
