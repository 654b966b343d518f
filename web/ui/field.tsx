import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react'
import { classNames } from './class-names.ts'
import './field.css'
import { Icon } from './icon.tsx'

interface FrameProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with it. Read out when it comes. */
  readonly fault?: ReactNode
  /** The label is for screen readers alone: what it is can be seen otherwise. */
  readonly bare?: boolean
  readonly className?: string
}

interface Naming {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/** The label, the hint and the fault around a control, and the names that tie them together. */
function Frame({
  label,
  hint,
  fault,
  bare = false,
  className,
  children,
}: FrameProps & { readonly children: (naming: Naming) => ReactNode }) {
  const id = useId()
  const described = classNames(hint && !fault && `${id}-hint`, fault && `${id}-fault`) || undefined
  return (
    <div className={classNames('field', className)}>
      <label className={bare ? 'only-heard' : 'field-label'} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': fault ? true : undefined })}
      {hint && !fault && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p className="field-fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

type InputProps = FrameProps & {
  readonly before?: ReactNode
  readonly after?: ReactNode
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>

export function Field({ label, hint, fault, bare, className, before, after, ...rest }: InputProps) {
  return (
    <Frame {...{ label, hint, fault, bare, className }}>
      {(naming) => (
        <span className="field-box">
          {before && <span className="field-beside">{before}</span>}
          <input autoComplete="off" spellCheck={false} {...rest} {...naming} className="field-input" />
          {after && <span className="field-beside">{after}</span>}
        </span>
      )}
    </Frame>
  )
}

type SelectProps = FrameProps & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'>

/** The browser's own list, so that it works as people know it on every device. */
export function Select({ label, hint, fault, bare, className, children, ...rest }: SelectProps) {
  return (
    <Frame {...{ label, hint, fault, bare, className }}>
      {(naming) => (
        <span className="field-box field-select">
          <select {...rest} {...naming} className="field-input">
            {children}
          </select>
          <Icon name="chevron_down" />
        </span>
      )}
    </Frame>
  )
}
