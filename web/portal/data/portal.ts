import type { Scrip } from '@scrip/sdk'
import { createContext, useContext } from 'react'

/** Who looks at which account, and what they may do. */
export interface Portal {
  readonly scrip: Scrip
  readonly account: string
  readonly accountName: string
  /** An account that pays out of a commitment has no need of cards. */
  readonly paysWith: 'card' | 'commitment'
  readonly kind: 'user' | 'team'
  /** As whom its visitor came; null: as somebody who may buy. */
  readonly member: string | null
  /** Whether all is seen and can be changed, or only what the member has burned and can burn. */
  readonly mayBuy: boolean
  readonly returnUrl: string | null
}

export const PortalContext = createContext<Portal | null>(null)

export function usePortal(): Portal {
  const portal = useContext(PortalContext)
  if (!portal) throw new Error('outside of the portal')
  return portal
}
