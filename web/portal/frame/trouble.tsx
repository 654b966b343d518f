import { Card } from '../../ui/card.tsx'
import { Failure } from '../../ui/failure.tsx'

/** In the place of a page that broke; the way out is around it. */
export function Trouble({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <div className="page">
      <Card>
        <Failure error={error} retry={reset} />
      </Card>
    </div>
  )
}
