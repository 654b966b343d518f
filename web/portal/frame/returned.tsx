import { Icon } from '../../ui/icon.tsx'
import './alone.css'

/** Where a hosted page leads that was opened beside a frame. */
export function Returned() {
  const isCancelled = new URLSearchParams(location.search).has('cancelled')
  return (
    <main className="alone">
      <span className="alone-icon">
        <Icon name={isCancelled ? 'arrow_left' : 'check'} size={22} />
      </span>
      <h1>{isCancelled ? 'Nothing was changed' : 'That is done'}</h1>
      <p className="soft">
        You can close this tab and go back to the one that you came from. It shows how things stand by itself.
      </p>
    </main>
  )
}
