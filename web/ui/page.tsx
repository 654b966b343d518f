import { type ReactNode, useEffect } from 'react'
import './page.css'

interface PageProps {
  readonly title: string
  readonly hint?: ReactNode
  /** Where it belongs to, as a link above the title. */
  readonly back?: ReactNode
  readonly actions?: ReactNode
  /** Less wide, for forms and what is read. */
  readonly narrow?: boolean
  readonly children: ReactNode
}

export function Page({ title, hint, back, actions, narrow = false, children }: PageProps) {
  useEffect(() => {
    const before = document.title
    document.title = `${title} · ${before.split(' · ').at(-1)}`
  }, [title])
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <header className="page-head">
        <div className="page-titles">
          {back && <div className="page-back">{back}</div>}
          <h1 tabIndex={-1}>{title}</h1>
          {hint && <p className="soft">{hint}</p>}
        </div>
        {actions && <div className="row gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
