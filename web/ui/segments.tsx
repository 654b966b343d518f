import { type ReactNode, useId } from 'react'
import './segments.css'

interface SegmentsProps<K extends string> {
  readonly label: string
  readonly options: readonly { readonly key: K; readonly label: ReactNode }[]
  readonly chosen: K
  readonly onChoose: (key: K) => void
}

/** One of a few, all of them seen. They are radio buttons, so the arrow keys go through them. */
export function Segments<K extends string>({ label, options, chosen, onChoose }: SegmentsProps<K>) {
  const name = useId()
  return (
    <fieldset className="segments">
      <legend className="only-heard">{label}</legend>
      {options.map(({ key, label: text }) => (
        <label key={key} className="segment">
          <input
            type="radio"
            className="only-heard"
            name={name}
            checked={key === chosen}
            onChange={() => onChoose(key)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
