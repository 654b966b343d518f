import type { Transition } from '@scrip/sdk'
import { Time } from '../../ui/time.tsx'
import { State } from '../frame/state.tsx'
import { purchaseStates } from '../words.ts'

const causes: Readonly<Record<string, string>> = {
  buy: 'by the call that bought',
  charge: 'the saved card is charged',
  checkout: 'a hosted page is opened',
  return_page: 'the buyer came back from the page',
  webhook: 'told by Stripe:',
  event: 'told by Stripe:',
  reconcile: 'found by the comparison with Stripe',
  refund: 'by the refund',
}

/** `refund:ref_…` is what a cause looks like that names something. */
function causeText(cause: string): string {
  const [what = cause, id] = cause.split(':', 2)
  return id === undefined ? (causes[what] ?? what) : `${causes[what] ?? what} ${id}`
}

/** Every state that a purchase went through, the latest last. */
export function Transitions({ transitions }: { readonly transitions: readonly Transition[] }) {
  return (
    <ol className="story">
      {transitions.map(({ to, at, cause }, i) => (
        <li className="story-step" key={i}>
          <div className="row gap-2">
            <State of={purchaseStates} is={to} />
            <span className="soft small">
              <Time at={at} style="clock" />
            </span>
          </div>
          <p className="faint small">{causeText(cause)}</p>
        </li>
      ))}
    </ol>
  )
}
