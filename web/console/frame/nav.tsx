import { useQueryClient } from '@tanstack/react-query'
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useToast } from '../../ui/toast.tsx'
import { signOut } from '../data/session.ts'
import { Mark } from './mark.tsx'
import './nav.css'
import { ThemeSwitch } from './theme-switch.tsx'

interface Place {
  readonly to: LinkProps['to']
  readonly name: string
  readonly icon: IconName
}

const groups: readonly { readonly name: string; readonly places: readonly Place[] }[] = [
  {
    name: 'Business',
    places: [
      { to: '/', name: 'Overview', icon: 'home' },
      { to: '/accounts', name: 'Accounts', icon: 'people' },
      { to: '/purchases', name: 'Purchases', icon: 'receipt' },
      { to: '/subscriptions', name: 'Subscriptions', icon: 'repeat' },
      { to: '/catalogue', name: 'Catalogue', icon: 'coins' },
    ],
  },
  {
    name: 'Running it',
    places: [
      { to: '/keys', name: 'API keys', icon: 'key' },
      { to: '/webhooks', name: 'Webhooks', icon: 'arrow_out' },
      { to: '/checks', name: 'Checks', icon: 'shield' },
      { to: '/jobs', name: 'Jobs', icon: 'clock' },
    ],
  },
]

export function Nav() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const show = useToast()
  const leave = async () => {
    try {
      await signOut()
    } catch {
      return show({ tone: 'bad', text: 'You are still signed in: the server did not answer. Try again.' })
    }
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <nav className="nav" id="nav" aria-label="Console">
      <div className="nav-head">
        <Mark />
        <span className="faint small">Console</span>
      </div>
      {groups.map(({ name, places }) => (
        <div className="nav-group" key={name}>
          <p className="nav-group-name">{name}</p>
          <ul>
            {places.map(({ to, name, icon }) => (
              <li key={name}>
                <Link
                  className="nav-link"
                  to={to}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                >
                  <Icon name={icon} />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className="nav-foot">
        <ThemeSwitch />
        <button type="button" className="nav-link" onClick={() => void leave()}>
          <Icon name="sign_out" />
          Sign out
        </button>
      </div>
    </nav>
  )
}
