import type { CapUse } from '@scrip/sdk'
import { amountText } from '../../ui/amount-text.ts'
import { Card } from '../../ui/card.tsx'
import { shareOf } from '../../ui/decimal.ts'
import { Meter } from '../../ui/meter.tsx'
import { capName, periodWords } from '../caps/cap-words.ts'
import '../caps/caps.css'
import { useNames } from '../data/use-names.ts'

/** The caps that were asked, and how far the debit brought each. */
export function CapsMet({ caps }: { readonly caps: readonly CapUse[] }) {
  const names = useNames()
  if (caps.length === 0) return null
  return (
    <Card title="Caps that it had to keep to">
      <ul className="stack">
        {caps.map((cap) => {
          const words = `${amountText(cap.used_before)} → ${amountText(cap.used_after)} of ${amountText(cap.limit)}`
          return (
            <li key={`${cap.subject} ${cap.id}`} className="cap-line">
              <span className="strong">{capName(cap, names.member)}</span>
              <span className="soft small">
                {words} {cap.unit === 'credits' ? 'credits' : 'worth of money'} {periodWords[cap.period]}
              </span>
              <Meter share={shareOf(cap.used_after, cap.limit)} label={words} minds />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
