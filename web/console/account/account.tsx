import { Link, Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useAccount, useAccountId } from '../data/reads.ts'
import { Id } from '../frame/id.tsx'
import '../../ui/tabs.css'
import { Unloaded } from '../../ui/unloaded.tsx'
import './account.css'
import { AdjustDialog } from './adjust-dialog.tsx'
import { DebitDialog } from './debit-dialog.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import { useOpenPortal } from './open-portal.ts'

const tabs = [
  { to: '/accounts/$account', name: 'Credits' },
  { to: '/accounts/$account/purchases', name: 'Purchases' },
  { to: '/accounts/$account/usage', name: 'Usage' },
  { to: '/accounts/$account/entries', name: 'Ledger' },
  { to: '/accounts/$account/subscription', name: 'Subscription' },
  { to: '/accounts/$account/members', name: 'Members & caps' },
  { to: '/accounts/$account/keys', name: 'Keys' },
  { to: '/accounts/$account/settings', name: 'Settings' },
] as const

const dialogs = { grant: GrantDialog, debit: DebitDialog, adjust: AdjustDialog } as const

export function Account() {
  const id = useAccountId()
  const read = useAccount(id)
  const account = read.data
  const [asking, setAsking] = useState<keyof typeof dialogs | null>(null)
  const portal = useOpenPortal(id)
  const Asked = asking && dialogs[asking]
  if (read.error && !account)
    return (
      <Page title={id} back={<Link to="/accounts">Accounts</Link>}>
        <Unloaded of={read} />
      </Page>
    )
  return (
    <Page
      title={account?.name ?? id}
      back={<Link to="/accounts">Accounts</Link>}
      hint={
        <span className="row gap-2">
          <Id>{id}</Id>
          {account ? <Badge>{account.kind === 'team' ? 'Team' : 'User'}</Badge> : <Skeleton width="48px" />}
        </span>
      }
      actions={
        <>
          <Button icon="arrow_out" busy={portal.isRunning} onClick={() => portal.open(null)}>
            Open portal
          </Button>
          <Button look="primary" icon="plus" onClick={() => setAsking('grant')}>
            Grant
          </Button>
          <Menu
            label="More to do with this account"
            items={[
              { label: 'Debit…', icon: 'minus', onSelect: () => setAsking('debit') },
              { label: 'Adjust…', icon: 'gauge', onSelect: () => setAsking('adjust') },
            ]}
          />
        </>
      }
    >
      <nav className="tabs" aria-label="Account">
        {tabs.map(({ to, name }) => (
          <Link
            className="tab"
            key={to}
            to={to}
            params={{ account: id }}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {name}
          </Link>
        ))}
      </nav>
      <Outlet />
      {Asked && <Asked account={id} onClose={() => setAsking(null)} />}
    </Page>
  )
}
