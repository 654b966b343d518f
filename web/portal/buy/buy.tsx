import { useQuery } from '@tanstack/react-query'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { balancesQuery, cardsQuery, creditTypesQuery, pricesQuery } from '../data/queries.ts'
import './buy.css'
import { BuyForm } from './buy-form.tsx'
import { offersOf } from './offers.ts'

export function Buy() {
  return (
    <Page title="Buy credits">
      <Loaded />
    </Page>
  )
}

function Loaded() {
  const portal = usePortal()
  const types = useQuery(creditTypesQuery(portal))
  const prices = useQuery(pricesQuery(portal))
  const cards = useQuery(cardsQuery(portal))
  const balances = useQuery(balancesQuery(portal))
  if (!types.data || !prices.data || !cards.data || !balances.data)
    return (
      <Card>
        <Unloaded of={[types, prices, cards, balances]} what="What is for sale">
          <div className="stack">
            <Skeletons lines={6} height="34px" />
          </div>
        </Unloaded>
      </Card>
    )
  const held = new Set(balances.data.map(({ credit_type }) => credit_type))
  const all = prices.data
  const goods = types.data
    .map((type) => ({ type, offers: offersOf(type, all) }))
    .filter(({ offers }) => offers.length > 0)
    .sort((a, b) => Number(held.has(b.type.id)) - Number(held.has(a.type.id)))
  if (goods.length === 0)
    return (
      <Card>
        <Empty icon="coins" title="Nothing is for sale just now">
          No credits have a price at present. Come back later.
        </Empty>
      </Card>
    )
  return <BuyForm goods={goods} cards={cards.data} />
}
