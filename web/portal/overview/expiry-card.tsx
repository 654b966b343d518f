import type { Grant } from '@scrip/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { Card } from '../../ui/card.tsx'
import { type Decimal, isZero, sumOf } from '../../ui/decimal.ts'
import { firstOf } from '../../ui/first-of.ts'
import { Ago, Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { type Portal, usePortal } from '../data/portal.ts'
import { balancesQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'
import { grantSources } from '../data/words.ts'

const SHOWN = 5
/** Of these the soonest are told; few have more that are open, and they are told so. */
const MOST = 1_000

const grantsQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['grants'],
    queryFn: () => firstOf(scrip.grants.list(account, { state: 'open', limit: 200 }), MOST),
  })

interface Ending {
  readonly credit_type: string
  readonly source: Grant['source']
  readonly at: string
  readonly left: readonly Decimal[]
  /** Whose they are, where all of them are one member's. */
  readonly member: string | null
}

/** What is left of grants that have an end, the soonest first. What ends together, such as the seats of a month, is one. */
function endingsOf(grants: readonly Grant[]): readonly Ending[] {
  const endings = new Map<string, Ending>()
  for (const { credit_type, source, expires_at: at, remaining, scope } of grants) {
    if (at === null || isZero(remaining)) continue
    const key = `${at} ${credit_type} ${source}`
    const before = endings.get(key)
    const member = before && before.member !== scope.member ? null : scope.member
    endings.set(key, { credit_type, source, at, left: [...(before?.left ?? []), remaining], member })
  }
  return [...endings.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** What expires when. Left out where nothing does. */
export function ExpiryCard() {
  const portal = usePortal()
  const names = useNames()
  const grants = useQuery(grantsQuery(portal))
  const balances = useQuery(balancesQuery(portal))
  const now = Date.parse(balances.data?.[0]?.as_of ?? new Date().toISOString())
  if (!grants.data && grants.error)
    return (
      <Card title="What expires when">
        <Unloaded of={grants} what="What expires" />
      </Card>
    )
  const soon = endingsOf(grants.data ?? [])
  if (soon.length === 0) return null
  return (
    <Card title="What expires when">
      <div className="expiries">
        {soon.slice(0, SHOWN).map(({ credit_type, source, at, left, member }) => (
          <div key={`${at} ${credit_type} ${source}`} className="expiry">
            <span>
              <Amount value={sumOf(left)} /> {names.type(credit_type)}
            </span>
            <Time at={at} style="date" />
            <span className="faint small">
              {grantSources[source] ?? source}
              {left.length > 1 && ` · ${left.length} parts`}
              {member !== null && ` · ${names.member(member)}`}
            </span>
            <span className="faint small">
              <Ago at={at} now={now} />
            </span>
          </div>
        ))}
        {soon.length > SHOWN && <p className="faint small">and {soon.length - SHOWN} more later</p>}
        {grants.data?.length === MOST && (
          <p className="faint small">Among the {amountText(String(MOST))} latest additions.</p>
        )}
      </div>
    </Card>
  )
}
