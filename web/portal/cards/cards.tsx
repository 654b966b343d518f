import type { PaymentMethod } from '@scrip/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { cardsQuery, subscriptionsQuery } from '../data/queries.ts'
import { useRefresh } from '../data/refresh.ts'
import { cardName } from '../data/words.ts'
import { AddCard } from './add-card.tsx'
import './cards.css'

export function Cards() {
  const portal = usePortal()
  const cards = useQuery(cardsQuery(portal))
  const waits = useQuery(subscriptionsQuery(portal)).data?.some(({ status }) => status === 'past_due')
  const add = (
    <AddCard path="/payment-methods">
      {(open, isBusy) => (
        <Button look="primary" icon="plus" busy={isBusy} onClick={open}>
          Add a card
        </Button>
      )}
    </AddCard>
  )
  return (
    <Page
      title="Payment methods"
      hint="Subscriptions and purchases are charged to the default card, unless you choose another."
      actions={cards.data?.length ? add : null}
      narrow
    >
      {waits && (
        <Notice tone="warn" title="A renewal is not paid">
          It is charged at once to a card that you add, or make the default.
        </Notice>
      )}
      <Card flush>
        <Unloaded of={cards} what="The cards">
          <div className="cards-loading">
            <Skeletons lines={2} height="36px" />
          </div>
        </Unloaded>
        {cards.data?.length === 0 && (
          <Empty icon="bank_card" title="No card is saved" actions={add}>
            With a saved card, credits are bought at once. Its number is kept by the payment provider only.
          </Empty>
        )}
        {cards.data && cards.data.length > 0 && (
          <ul className="cards">
            {cards.data.map((card) => (
              <CardLine key={card.id} card={card} />
            ))}
          </ul>
        )}
      </Card>
    </Page>
  )
}

function CardLine({ card }: { readonly card: PaymentMethod }) {
  const { scrip, account } = usePortal()
  const refreshAll = useRefresh()
  const toast = useToast()
  const [asks, setAsks] = useState(false)
  const tell = (error: unknown) => toast({ text: tellOf(error).detail, tone: 'bad' })
  const name = cardName(card)
  const prefer = useMutation({
    mutationFn: () => scrip.paymentMethods.setDefault(account, card.id),
    onSuccess: () => toast({ text: `${name} is the default card now.` }),
    onError: tell,
    onSettled: refreshAll,
  })
  const remove = useMutation({
    mutationFn: () => scrip.paymentMethods.remove(account, card.id),
    onSuccess: () => toast({ text: `${name} was removed.` }),
    onError: tell,
    onSettled: async () => {
      await refreshAll()
      setAsks(false)
    },
  })
  return (
    <li className="card-line">
      <span className="card-picture">
        <Icon name="bank_card" />
      </span>
      <span className="card-words">
        <span className="strong">{name}</span>
        <span className="faint small">
          Valid until {String(card.exp_month).padStart(2, '0')}/{card.exp_year}
        </span>
      </span>
      {card.is_default && <Badge tone="info">Default</Badge>}
      <Menu
        label={`Change ${name}`}
        items={[
          {
            label: 'Make default',
            icon: 'check',
            disabled: card.is_default || prefer.isPending,
            onSelect: () => prefer.mutate(),
          },
          { label: 'Remove', icon: 'trash', danger: true, onSelect: () => setAsks(true) },
        ]}
      />
      <Dialog
        title={`Remove ${name}?`}
        open={asks}
        onClose={() => setAsks(false)}
        actions={
          <>
            <Button onClick={() => setAsks(false)}>Keep it</Button>
            <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          </>
        }
      >
        <p>
          {card.is_default
            ? 'It is the default card: without another one, subscriptions can not be renewed.'
            : 'It can not be charged any more. You can save it again at any time.'}
        </p>
      </Dialog>
    </li>
  )
}
