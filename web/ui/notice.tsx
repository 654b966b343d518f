import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import { Icon, type IconName } from './icon.tsx'
import './notice.css'

interface NoticeProps {
  readonly tone?: Tone
  readonly title?: ReactNode
  /** Read out at once, as what is bad is anyhow. */
  readonly urgent?: boolean
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

const ICONS: Readonly<Record<Tone, IconName>> = {
  neutral: 'info',
  info: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'warning',
}

/** Something to know about the page or the part that it stands in. */
export function Notice({ tone = 'neutral', title, urgent = tone === 'bad', actions, children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={urgent ? 'alert' : undefined}>
      <Icon name={ICONS[tone]} />
      <div className="notice-text">
        {title && <p className="strong">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className="row gap-2">{actions}</div>}
    </div>
  )
}
