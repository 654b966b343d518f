import { Link, Outlet } from '@tanstack/react-router'
import { Page } from '../../ui/page.tsx'
import '../../ui/tabs.css'

const tabs = [
  { to: '/catalogue', name: 'Credit types' },
  { to: '/catalogue/prices', name: 'Prices' },
  { to: '/catalogue/plans', name: 'Plans' },
] as const

export function Catalogue() {
  return (
    <Page
      title="Catalogue"
      hint="What is sold: the kinds of credits, what they cost, and the plans that grant them."
    >
      <nav className="tabs" aria-label="Catalogue">
        {tabs.map(({ to, name }) => (
          <Link className="tab" key={to} to={to} activeOptions={{ exact: true }}>
            {name}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
