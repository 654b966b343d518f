import { type ReactNode, useId } from 'react'
import './choices.css'

export interface Choice<K extends string> {
  readonly key: K
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** At the far end. */
  readonly aside?: ReactNode
}

interface ChoicesProps<K extends string> {
  readonly label: string
  readonly choices: readonly Choice<K>[]
  readonly chosen: K | null
  readonly onChoose: (key: K) => void
}

/** One of several that need a word or two: cards, prices, plans. */
export function Choices<K extends string>({ label, choices, chosen, onChoose }: ChoicesProps<K>) {
  const name = useId()
  return (
    <fieldset className="choices">
      <legend className="field-label">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.key} className="choice">
          <input
            type="radio"
            name={name}
            checked={choice.key === chosen}
            onChange={() => onChoose(choice.key)}
          />
          <span className="choice-text">
            <span className="choice-label">{choice.label}</span>
            {choice.hint && <span className="soft small">{choice.hint}</span>}
          </span>
          {choice.aside && <span className="choice-aside">{choice.aside}</span>}
        </label>
      ))}
    </fieldset>
  )
}
