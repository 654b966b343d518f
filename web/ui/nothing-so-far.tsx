import { Empty } from './empty.tsx'

/** Nothing was found in what was looked through, and there is more. */
export function NothingSoFar() {
  return (
    <Empty icon="search" title="Nothing so far">
      Nothing of the newest fits. There is more to look through.
    </Empty>
  )
}
