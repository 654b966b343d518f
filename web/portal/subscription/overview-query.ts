import type { Subscription } from '@scrip/sdk'
import { queryOptions } from '@tanstack/react-query'
import type { Portal } from '../data/portal.ts'

export const overviewQuery = ({ scrip, account }: Portal, { id }: Pick<Subscription, 'id'>) =>
  queryOptions({
    queryKey: ['overview', id],
    queryFn: () => scrip.subscriptions.overview(account, id),
  })
