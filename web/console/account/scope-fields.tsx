import { Field } from '../../ui/field.tsx'
import { faultOf } from '../frame/action-dialog.tsx'

export interface ScopeWish {
  readonly member: string
  readonly project: string
  readonly feature: string
}

export const UNSCOPED: ScopeWish = { member: '', project: '', feature: '' }

const parts = ['member', 'project', 'feature'] as const

const filled = (scope: ScopeWish) =>
  Object.fromEntries(parts.flatMap((part) => (scope[part].trim() === '' ? [] : [[part, scope[part].trim()]])))

/** What goes into a body: nothing where nothing is filled in. */
export function scopeOf(scope: ScopeWish): { readonly scope?: Readonly<Record<string, string>> } {
  const wish = filled(scope)
  return Object.keys(wish).length > 0 ? { scope: wish } : {}
}

export const usageOf = filled

interface ScopeFieldsProps {
  readonly summary?: string
  readonly scope: ScopeWish
  readonly onChange: (scope: ScopeWish) => void
  readonly error: Error | null
  /** What the names of the fields begin with in the body. */
  readonly within?: string
}

/** Whom and what for. Empty means everyone and everything, which is the usual case, so they are folded away. */
export function ScopeFields({
  summary = 'Only for a member, project or feature',
  scope,
  onChange,
  error,
  within = 'scope/',
}: ScopeFieldsProps) {
  return (
    <details
      className="folded"
      open={error !== null && Object.keys(filled(scope)).length > 0 ? true : undefined}
    >
      <summary>{summary}</summary>
      <div className="fields">
        {parts.map((part) => (
          <Field
            key={part}
            label={part.charAt(0).toUpperCase() + part.slice(1)}
            placeholder="any"
            value={scope[part]}
            fault={faultOf(error, `${within}${part}`)}
            onChange={({ target }) => onChange({ ...scope, [part]: target.value })}
          />
        ))}
      </div>
    </details>
  )
}
