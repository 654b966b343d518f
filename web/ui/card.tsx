import { type ReactNode, useId } from 'react'
import './card.css'
import { classNames } from './class-names.ts'

interface CardProps {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  /** Beside the title, at the far end. */
  readonly actions?: ReactNode
  readonly footer?: ReactNode
  /** For tables: what is inside goes to the edges. */
  readonly flush?: boolean
  readonly className?: string
  readonly children?: ReactNode
}

export function Card({ title, hint, actions, footer, flush = false, className, children }: CardProps) {
  const id = useId()
  return (
    <section className={classNames('card', className)} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <header className="card-head">
          <div className="card-titles">
            {title && <h2 id={id}>{title}</h2>}
            {hint && <p className="soft small">{hint}</p>}
          </div>
          {actions && <div className="card-actions">{actions}</div>}
        </header>
      )}
      {children && <div className={flush ? 'card-flush' : 'card-body'}>{children}</div>}
      {footer && <footer className="card-foot">{footer}</footer>}
    </section>
  )
}
