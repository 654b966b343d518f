import type { Member } from '../accounts/member.ts'
import type { Registry } from '../ports.ts'
import type { Subscription } from './subscription.ts'

const AT_ONCE = 1_000

/** Who only looks on burns nothing. */
const burns = ({ role, status }: Member): boolean =>
  status === 'active' && role !== 'viewer' && role !== 'viewer_for_plus'

/** Who is given new seats, in this order: who subscribed, then whoever has been a member longest. */
export async function candidates(
  registry: Pick<Registry, 'members'>,
  { account, gives_to, member: buyer }: Subscription,
): Promise<readonly string[]> {
  if (gives_to === 'quantity') return []
  const all = (await everyMember(registry, account)).filter(burns)
  const rank = ({ id }: Member): number => (id === buyer ? 0 : 1)
  return all
    .sort((a, b) => rank(a) - rank(b) || a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
}

/** Those who were not removed. */
export async function everyMember(
  registry: Pick<Registry, 'members'>,
  account: string,
): Promise<readonly Member[]> {
  const all: Member[] = []
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<Registry['members']>> = await registry.members(account, {
      limit: AT_ONCE,
      after,
    })
    all.push(...page.items.filter(({ status }) => status !== 'removed'))
    if (page.next === null) return all
    after = page.next
  }
}
