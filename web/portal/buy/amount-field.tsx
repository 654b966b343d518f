import type { CreditType } from '@scrip/sdk'
import { useState } from 'react'
import { amountText, unitPriceText } from '../../ui/amount-text.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { type Decimal, isZero, microOf, textOf, typedAmount } from '../../ui/decimal.ts'
import { Field } from '../../ui/field.tsx'
import { type Offer, quickAmounts, tierAt } from './offers.ts'

/** What is typed, and the amount of credits that it stands for: packs are counted. */
export interface AmountState {
  readonly typed: string
  readonly value: Decimal | null
  readonly fault: string | null
  readonly type: (typed: string) => void
  readonly touch: () => void
}

export function useAmount({ scheme, price }: Offer, first = ''): AmountState {
  const [typed, type] = useState(first)
  const [isTouched, setTouched] = useState(false)
  const isPacks = scheme === 'bundle'
  const shown = typed === '' && isPacks && !isTouched ? '1' : typed
  const read = typedAmount(shown)
  const isWhole = read !== null && !read.includes('.')
  const isGood = read !== null && !isZero(read) && (!isPacks || isWhole)
  const value = !isGood ? null : isPacks ? packsText(read, price?.pack_size ?? '1') : read
  const wanted = isPacks ? 'Say how many packs, as a whole number.' : 'Say how many, such as 250 or 12.5.'
  const isWrong = !isGood && (isTouched || (typed !== '' && read === null))
  return {
    typed: shown,
    value,
    fault: isWrong ? wanted : null,
    type: (text) => {
      setTouched(false)
      type(text)
    },
    touch: () => setTouched(true),
  }
}

const packsText = (packs: Decimal, size: Decimal): Decimal =>
  textOf((microOf(packs) / 1_000_000n) * microOf(size))

interface AmountFieldProps {
  readonly type: CreditType
  readonly offer: Offer
  readonly amount: AmountState
  readonly fault: string | null
}

export function AmountField({ type, offer, amount, fault }: AmountFieldProps) {
  const wrong = amount.fault ?? fault
  if (offer.scheme === 'bundle') return <Packs {...{ offer, amount }} fault={wrong} />
  const quick = quickAmounts(type, offer)
  return (
    <div className="stack gap-2">
      <Field
        label="Amount"
        inputMode="decimal"
        placeholder={amountText(quick[1] ?? '100')}
        value={amount.typed}
        fault={wrong}
        after={`${type.unit}s`}
        onChange={(event) => amount.type(event.target.value)}
      />
      {quick.length > 0 && (
        <div className="buy-quick">
          {quick.map((one) => (
            <button
              key={one}
              type="button"
              className={classNames('buy-chip', amount.value === one && 'buy-chip-chosen')}
              aria-pressed={amount.value === one}
              onClick={() => amount.type(one)}
            >
              {amountText(one)}
            </button>
          ))}
        </div>
      )}
      {offer.price?.tiers && <Tiers tiers={offer.price.tiers} {...{ offer }} value={amount.value} />}
    </div>
  )
}

interface PacksProps {
  readonly offer: Offer
  readonly amount: AmountState
  readonly fault: string | null
}

function Packs({ offer: { price }, amount, fault }: PacksProps) {
  const size = price?.pack_size ?? '1'
  const count = typedAmount(amount.typed) ?? '0'
  const step = (by: bigint) => {
    const next = microOf(count) / 1_000_000n + by
    amount.type((next < 1n ? 1n : next).toString())
  }
  return (
    <div className="buy-packs">
      <Field
        label="Packs"
        inputMode="numeric"
        value={amount.typed}
        fault={fault}
        hint={amount.value && `${amountText(amount.value)} in packs of ${amountText(size)}`}
        onChange={(event) => amount.type(event.target.value)}
      />
      <div className="buy-steps">
        <IconButton icon="minus" label="One pack less" onClick={() => step(-1n)} />
        <IconButton icon="plus" label="One pack more" onClick={() => step(1n)} />
      </div>
    </div>
  )
}

interface TiersProps {
  readonly tiers: NonNullable<NonNullable<Offer['price']>['tiers']>
  readonly offer: Offer
  readonly value: Decimal | null
}

/** What each costs by how many there are: the whole amount has the price of the tier that it falls into. */
function Tiers({ tiers, offer: { currency }, value }: TiersProps) {
  const here = value === null ? null : tierAt(tiers, value)
  return (
    <ul className="buy-tiers" aria-label="Prices by volume">
      {tiers.map((tier, at) => {
        const from = tiers[at - 1]?.up_to
        return (
          <li
            key={tier.up_to ?? 'more'}
            className={classNames('buy-tier', tier === here && 'buy-tier-here')}
            aria-current={tier === here || undefined}
          >
            <span>
              {tier.up_to === null
                ? from
                  ? `Above ${amountText(from)}`
                  : 'Any amount'
                : `Up to ${amountText(tier.up_to)}`}
            </span>
            <span className="amount">{unitPriceText(tier.unit_price, currency)} each</span>
          </li>
        )
      })}
    </ul>
  )
}
