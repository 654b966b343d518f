import type { CreditType, PaymentMethod } from '@scrip/sdk'
import { type FormEvent, useState } from 'react'
import { Card } from '../../ui/card.tsx'
import { Choices } from '../../ui/choices.tsx'
import { Select } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { returnTo } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'
import { buyRoute } from '../router.tsx'
import { AmountField, useAmount } from './amount-field.tsx'
import { keepDraft, takeDraft } from './draft.ts'
import { Finishing } from './finishing.tsx'
import { Leftover } from './leftover.tsx'
import type { Offer } from './offers.ts'
import { PayWith } from './pay-with.tsx'
import { Refused } from './refused.tsx'
import { Summary } from './summary.tsx'
import { usePurchasing } from './use-purchasing.ts'
import { useQuote } from './use-quote.ts'

export interface Good {
  readonly type: CreditType
  readonly offers: readonly Offer[]
}

interface BuyFormProps {
  /** At least one. */
  readonly goods: readonly Good[]
  readonly cards: readonly PaymentMethod[]
}

/** With few of them all are seen at once. */
const FEW = 4

export function BuyForm({ goods, cards }: BuyFormProps) {
  const { paysWith } = usePortal()
  const { type: asked, cancelled } = buyRoute.useSearch()
  const [draft] = useState(takeDraft)
  const [typeId, setType] = useState(draft?.type ?? asked)
  const [offerKey, setOffer] = useState(draft?.offer)
  const [chosenCard, setCard] = useState(() => firstCard(cards, draft?.cards))
  const { phase, buy, again, drop, dismiss } = usePurchasing()

  const good = goods.find(({ type }) => type.id === typeId) ?? (goods[0] as Good)
  const { type, offers } = good
  const offer = offers.find(({ key }) => key === offerKey) ?? (offers[0] as Offer)
  const amount = useAmount(offer, draft?.typed)
  const quoted = useQuote(type.id, offer.price?.id ?? null, amount.value)
  const card = cards.find(({ id }) => id === chosenCard) ?? null
  const canBuy = phase.is === 'open' || phase.is === 'refused'
  const written = { type: type.id, offer: offer.key, typed: amount.typed, cards: cards.map(({ id }) => id) }

  function submit(event: FormEvent) {
    event.preventDefault()
    amount.touch()
    if (!canBuy || amount.value === null || quoted.quote === null) return
    keepDraft(written)
    const { subtotal, currency } = quoted.quote
    const body = {
      credit_type: type.id,
      amount: amount.value,
      expected_amount: subtotal,
      ...(offer.price && { price: offer.price.id }),
      ...(card && { payment_method: card.id }),
      ...returnTo('/returned', '/buy?cancelled=1'),
    }
    void buy(body, currency)
  }

  return (
    <form className="buy" onSubmit={submit} noValidate>
      <div className="buy-said">
        {phase.is === 'refused' && <Refused refusal={phase.refusal} dismiss={dismiss} />}
        {phase.is === 'left' && <Leftover intent={phase.intent} finish={again} drop={drop} />}
        {phase.is === 'unknown' && <Finishing again={again} drop={drop} />}
        {phase.is === 'open' && cancelled && (
          <Notice title="Nothing was charged">You came back without paying. Everything is as before.</Notice>
        )}
      </div>
      <fieldset className="buy-fields" disabled={!canBuy}>
        <legend className="only-heard">What to buy</legend>
        <Card>
          <div className="stack">
            {goods.length > 1 && goods.length <= FEW && (
              <Choices
                label="Credits"
                chosen={type.id}
                onChoose={setType}
                choices={goods.map((one) => ({
                  key: one.type.id,
                  label: one.type.name,
                  aside: one.offers.length === 1 ? one.offers[0]?.hint : undefined,
                }))}
              />
            )}
            {goods.length > FEW && (
              <Select label="Credits" value={type.id} onChange={(event) => setType(event.target.value)}>
                {goods.map((one) => (
                  <option key={one.type.id} value={one.type.id}>
                    {one.type.name}
                  </option>
                ))}
              </Select>
            )}
            {goods.length === 1 && <p className="strong">{type.name}</p>}
            {offers.length > 1 && (
              <Choices
                label="Price"
                chosen={offer.key}
                onChoose={setOffer}
                choices={offers.map(({ key, label, hint }) => ({ key, label, aside: hint }))}
              />
            )}
            <AmountField type={type} offer={offer} amount={amount} fault={quoted.fault} />
          </div>
        </Card>
        {paysWith === 'card' && (
          <PayWith cards={cards} chosen={card?.id ?? null} onChoose={setCard} draft={written} />
        )}
      </fieldset>
      <Summary
        {...{ type, offer, amount: amount.value, quoted, card, isBusy: phase.is === 'sending', canBuy }}
      />
    </form>
  )
}

/** One that was just saved, else the default one. */
function firstCard(cards: readonly PaymentMethod[], before: readonly string[] | undefined): string | null {
  const fresh = before && cards.find(({ id }) => !before.includes(id))
  return (fresh ?? cards.find(({ is_default }) => is_default) ?? cards[0])?.id ?? null
}
