import type { Member } from '@scrip/sdk'
import './terms.css'

interface DemotionsProps {
  readonly seated: readonly Pick<Member, 'id' | 'email'>[]
  readonly demoted: readonly string[]
  readonly needed: number
  readonly onChange: (demoted: readonly string[]) => void
}

/** With fewer seats than there are people on them, somebody has to say who gives theirs up. */
export function Demotions({ seated, demoted, needed, onChange }: DemotionsProps) {
  return (
    <fieldset className="demotions">
      <legend className="field-label">
        {needed === 1 ? 'Who gives up their seat?' : `Which ${needed} give up their seats?`}
      </legend>
      {seated.map(({ id, email }) => (
        <label key={id} className="demotion">
          <input
            type="checkbox"
            checked={demoted.includes(id)}
            disabled={!demoted.includes(id) && demoted.length >= needed}
            onChange={(event) =>
              onChange(event.target.checked ? [...demoted, id] : demoted.filter((one) => one !== id))
            }
          />
          {email ?? id}
        </label>
      ))}
      <p className="faint small">At the renewal. They stay members, and can use what was topped up.</p>
    </fieldset>
  )
}
