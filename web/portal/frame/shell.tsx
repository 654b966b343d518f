import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { usePortal } from '../data/portal.ts'
import './shell.css'

const links = [
  { to: '/', label: 'Overview', icon: 'home', isMembers: true },
  { to: '/buy', label: 'Buy credits', icon: 'plus', isMembers: false },
  { to: '/usage', label: 'Usage', icon: 'bars', isMembers: true },
  { to: '/ledger', label: 'Ledger', icon: 'list', isMembers: false },
  { to: '/subscription', label: 'Subscription', icon: 'repeat', isMembers: false },
  { to: '/caps', label: 'Spending caps', icon: 'gauge', isMembers: true },
  { to: '/purchases', label: 'Purchases', icon: 'receipt', isMembers: false },
  { to: '/invoices', label: 'Invoices', icon: 'document', isMembers: false },
  { to: '/payment-methods', label: 'Payment methods', icon: 'bank_card', isMembers: false },
] as const satisfies readonly Section[]

interface Section {
  readonly to: string
  readonly label: string
  readonly icon: IconName
  /** Whether there is something to see for who may not buy. */
  readonly isMembers: boolean
}

export function Shell() {
  const { accountName, returnUrl, mayBuy } = usePortal()
  const main = useFocusAfterMoves()
  return (
    <div className="shell">
      <button type="button" className="shell-skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header className="shell-side">
        <div className="shell-sticky">
          {returnUrl && (
            <a className="shell-back" href={returnUrl} target="_top">
              <Icon name="arrow_left" /> Back
            </a>
          )}
          <div className="shell-account">
            <span className="shell-mark" aria-hidden="true">
              {accountName.trim().charAt(0).toUpperCase() || '·'}
            </span>
            <span className="shell-name">{accountName}</span>
          </div>
          {!mayBuy && (
            <p className="shell-role">You see what is yours. Owners, admins and billing see the rest.</p>
          )}
          <nav className="shell-nav" aria-label="Sections">
            {(mayBuy ? links : links.filter(({ isMembers }) => isMembers)).map(({ to, label, icon }) => (
              <Link
                key={to}
                to={to}
                className="shell-link"
                activeOptions={{ exact: to === '/', includeSearch: false }}
                activeProps={{ className: 'shell-here' }}
              >
                <Icon name={icon} />
                {label}
              </Link>
            ))}
          </nav>
        </div>
      </header>
      <main className="shell-main" id="main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
    </div>
  )
}

/** After a move to another page its content has the focus, so that the keyboard and the screen reader begin there. */
function useFocusAfterMoves() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== undefined && path !== last.current) main.current?.focus({ preventScroll: true })
    last.current = path
    document.querySelector('.shell-here')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [path])
  return main
}
