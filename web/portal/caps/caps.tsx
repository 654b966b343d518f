import type { Cap, CapUsage } from '@scrip/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { amountText, moneyText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { shareOf } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Meter } from '../../ui/meter.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { capsQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'
import { CapDialog } from './cap-dialog.tsx'
import { capName, periodWords } from './cap-words.ts'
import './caps.css'
import { RemoveCap } from './remove-cap.tsx'

export function Caps() {
  const portal = usePortal()
  const caps = useInfiniteQuery(capsQuery(portal))
  const [edited, setEdited] = useState<Cap | 'new' | null>(null)
  const [removed, setRemoved] = useState<Cap | null>(null)
  const add = portal.mayBuy && (
    <Button look="primary" icon="plus" onClick={() => setEdited('new')}>
      Set a cap
    </Button>
  )
  return (
    <Page
      title="Spending caps"
      hint={
        portal.mayBuy
          ? 'How much a member, a project or everybody may burn. What would go beyond is refused.'
          : 'How much you may burn. What would go beyond is refused.'
      }
      actions={caps.data?.length ? add : null}
      narrow
    >
      <Card>
        <Unloaded of={caps} what="The caps">
          <Skeletons lines={4} height="30px" />
        </Unloaded>
        {caps.data?.length === 0 && (
          <Empty icon="gauge" title="No caps" actions={add}>
            {portal.mayBuy
              ? 'Everybody may burn what there is. A cap keeps one member or project from burning it all.'
              : 'You may burn what there is.'}
          </Empty>
        )}
        {caps.data && caps.data.length > 0 && (
          <ul className="caps">
            {caps.data.map((cap) => (
              <CapLine
                key={`${cap.subject} ${cap.id}`}
                cap={cap}
                onEdit={() => setEdited(cap)}
                onRemove={() => setRemoved(cap)}
              />
            ))}
          </ul>
        )}
        <More of={caps} />
      </Card>
      {edited !== null && (
        <CapDialog cap={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
      {removed !== null && <RemoveCap cap={removed} onClose={() => setRemoved(null)} />}
    </Page>
  )
}

/** Those on the whole account and on keys are the product's, and are shown to be known. */
const isOwn = ({ subject }: Cap): boolean => subject === 'member' || subject === 'project'

interface CapLineProps {
  readonly cap: CapUsage
  readonly onEdit: () => void
  readonly onRemove: () => void
}

function CapLine({ cap, onEdit, onRemove }: CapLineProps) {
  const { mayBuy } = usePortal()
  const names = useNames()
  // What is burned of every credit type counts in one sum, so it is of a currency only where they all have the same.
  const [currency, ...others] = new Set(names.types?.map((type) => type.currency))
  const shown = (amount: string) =>
    cap.unit === 'credits'
      ? amountText(amount)
      : currency !== undefined && others.length === 0
        ? moneyText(amount, currency)
        : `${amountText(amount)} worth of money`
  const name = capName(cap, names.member)
  const limit = `${shown(cap.limit)}${cap.unit === 'credits' ? ' credits' : ''} ${periodWords[cap.period]}`
  return (
    <li className="cap-line">
      <span className="cap-head">
        <span className="strong">{name}</span>
        {mayBuy && isOwn(cap) && (
          <Menu
            label={`Change the cap of ${name}`}
            items={[
              { label: 'Change', onSelect: onEdit },
              { label: 'Remove', icon: 'trash', danger: true, onSelect: onRemove },
            ]}
          />
        )}
      </span>
      <span className="soft small">
        {cap.used === null ? limit : `${shown(cap.used)} used of ${limit}`}
        {cap.resets_at !== null && (
          <>
            {' '}
            · resets <Time at={cap.resets_at} />
          </>
        )}
      </span>
      {cap.used !== null && (
        <Meter share={shareOf(cap.used, cap.limit)} label={`${shown(cap.used)} used of ${limit}`} minds />
      )}
    </li>
  )
}
