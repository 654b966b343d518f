import type { PaymentMethod } from '@scrip/sdk'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Choices } from '../../ui/choices.tsx'
import { AddCard } from '../cards/add-card.tsx'
import { cardName } from '../data/words.ts'
import { type Draft, keepDraft } from './draft.ts'

interface PayWithProps {
  readonly cards: readonly PaymentMethod[]
  readonly chosen: string | null
  readonly onChoose: (card: string) => void
  readonly draft: Draft
}

export function PayWith({ cards, chosen, onChoose, draft }: PayWithProps) {
  if (cards.length === 0)
    return (
      <Card title="Pay with">
        <p className="soft">
          You give your card on the next page, which is our payment provider's. It is saved for the next time.
        </p>
      </Card>
    )
  return (
    <Card>
      <div className="stack gap-3">
        <Choices
          label="Pay with"
          chosen={chosen}
          onChoose={onChoose}
          choices={cards.map((card) => ({
            key: card.id,
            label: cardName(card),
            aside: card.is_default ? 'Default' : undefined,
          }))}
        />
        <AddCard path="/buy" before={() => keepDraft(draft)}>
          {(add, isBusy) => (
            <Button small look="quiet" icon="plus" busy={isBusy} onClick={add} className="buy-add">
              Another card
            </Button>
          )}
        </AddCard>
      </div>
    </Card>
  )
}
