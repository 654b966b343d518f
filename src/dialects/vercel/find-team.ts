import type { Account } from '../../core/accounts/account.ts'
import { noAccount } from '../../core/accounts/not-found.ts'
import type { Registry } from '../../core/ports.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import { type HttpRefusal, invalid } from '../../http/refusals.ts'

export interface TeamQuery {
  readonly teamId?: string
  readonly slug?: string
}

type Accounts = Pick<Registry, 'account' | 'accountBySlug'>

/**
 * The team that a request names by its id, its slug, or both; without either, the token's own. Whoever is bound to an
 * account finds no other one, whatever is there, so what it is answered tells nothing of others.
 */
export async function findTeam(
  accounts: Accounts,
  own: string | null,
  { teamId, slug }: TeamQuery,
): Promise<Account | Refusal | HttpRefusal> {
  if (teamId === undefined && slug === undefined) {
    const team = visible(own === null ? null : await accounts.account(own), own)
    return (
      team ?? invalid([{ field: 'teamId', message: 'is required, because the token belongs to no team' }])
    )
  }
  const [byId, bySlug] = await Promise.all([
    teamId === undefined ? undefined : accounts.account(teamId).then((found) => visible(found, own)),
    slug === undefined ? undefined : accounts.accountBySlug(slug).then((found) => visible(found, own)),
  ])
  const team = byId ?? bySlug
  if (!team) return teamId === undefined ? noTeamOf(slug ?? '') : noAccount(teamId)
  if (byId !== undefined && bySlug !== undefined && byId?.id !== bySlug?.id)
    return invalid([{ field: 'slug', message: 'is not that of the team which teamId names' }])
  return team
}

const visible = (found: Account | null, own: string | null): Account | null =>
  found && found.kind === 'team' && (own === null || found.id === own) ? found : null

const noTeamOf = (slug: string): Refusal =>
  refuse('account_not_found', `There is no team with the slug ${slug}.`)
