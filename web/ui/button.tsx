import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonLook {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly small?: boolean
  readonly icon?: IconName
  readonly children: ReactNode
}

export const buttonClass = ({ look = 'plain', small = false }: Omit<ButtonLook, 'children'>, more?: string) =>
  classNames('button', `button-${look}`, small && 'button-small', more)

type ButtonProps = ButtonLook & { readonly busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>

/** While busy it keeps its size and its focus, takes no second click, and says so to who can't see it. */
export function Button({ look, small, icon, busy = false, children, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ look, small }, className)}
      aria-disabled={busy || rest.disabled || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {busy && <span className="button-spinner" />}
      <span className="button-text">
        {icon && <Icon name={icon} />}
        {children}
      </span>
    </button>
  )
}

/** A link that leads out of the app and looks like a button. */
export function ButtonLink({
  look,
  small,
  icon,
  children,
  className,
  ...rest
}: ButtonLook & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={buttonClass({ look, small }, className)}>
      <span className="button-text">
        {icon && <Icon name={icon} />}
        {children}
      </span>
    </a>
  )
}

/** A button of a picture alone, with a name for those who don't see it and for the pointer that rests on it. */
export function IconButton({
  icon,
  label,
  ...rest
}: { readonly icon: IconName; readonly label: string } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} className="icon-button">
      <Icon name={icon} />
    </button>
  )
}
