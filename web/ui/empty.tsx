import type { ReactNode } from 'react'
import './empty.css'
import { Icon, type IconName } from './icon.tsx'

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** Nothing there, and what would bring something. */
export function Empty({ icon, title, children, actions }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <p className="strong">{title}</p>
      {children && <p className="soft">{children}</p>}
      {actions && <div className="row">{actions}</div>}
    </div>
  )
}
