import type { PurchaseStory } from '@scrip/sdk'
import { Card } from '../../ui/card.tsx'
import { Time } from '../../ui/time.tsx'
import { purchaseStates } from '../data/words.ts'
import './transitions.css'

/** What made it so, in words; the first part of a cause says what kind it is. Others say no more than the state. */
const CAUSES: Readonly<Record<string, string>> = {
  webhook: 'the payment provider told',
  return_page: 'you came back from the payment page',
  reconcile: 'it was looked up',
  refund: 'a refund',
}

const causeOf = (cause: string): string | undefined => CAUSES[cause.split(':')[0] ?? '']

export function Transitions({ purchase: { transitions } }: { readonly purchase: PurchaseStory }) {
  return (
    <Card title="What happened">
      <ol className="transitions">
        {transitions.map(({ to, cause, at }, index) => (
          <li key={index} className={`transition transition-${purchaseStates[to].tone}`}>
            <span>
              <span className="strong">{index === 0 ? 'Ordered' : purchaseStates[to].text}</span>
              {causeOf(cause) && <span className="soft"> · {causeOf(cause)}</span>}
            </span>
            <span className="faint small">
              <Time at={at} style="clock" />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
