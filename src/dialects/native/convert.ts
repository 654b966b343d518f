import type { Principal } from '../../core/accounts/key.ts'
import { formatCredits, type Micro } from '../../core/credits.ts'
import type { Instant } from '../../core/instant.ts'
import type { Scope } from '../../core/ledger/grant.ts'
import { canonicalJson } from '../../http/idempotency.ts'
import { forbid, type HttpRefusal } from '../../http/refusals.ts'

/** What every noun's conversion needs. */

export const amountText = formatCredits

export const amountOrNull = (micro: Micro | null): string | null =>
  micro === null ? null : formatCredits(micro)

let lastInstant: Instant = 0
let lastText = new Date(0).toISOString()

/** RFC 3339 with milliseconds. Neighbouring answers mostly share their moment, so the last text is kept. */
export function instantText(at: Instant): string {
  if (at !== lastInstant) {
    lastText = new Date(at).toISOString()
    lastInstant = at
  }
  return lastText
}

export const instantOrNull = (at: Instant | null): string | null => (at === null ? null : instantText(at))

/** Sorted, so that the same metadata is the same text. */
export const metadataText = (metadata: object | undefined): string | null =>
  metadata === undefined ? null : canonicalJson(metadata)

export const metadataOf = (text: string | null): object | null => (text === null ? null : JSON.parse(text))

interface UsageFields {
  readonly member?: string | null
  readonly project?: string | null
  readonly feature?: string | null
}

/** Who uses what. A key that is bound to a member stands for that member and for nobody else. */
export function usageOf(caller: Principal, { member, project, feature }: UsageFields): Scope | HttpRefusal {
  const own = caller.member
  if (own !== null && member !== undefined && member !== null && member !== own)
    return forbid(`This key is bound to the member ${own} and can not burn for another.`)
  return { member: own ?? member ?? null, project: project ?? null, feature: feature ?? null }
}

export const scopeOf = ({ member, project, feature }: UsageFields): Scope => ({
  member: member ?? null,
  project: project ?? null,
  feature: feature ?? null,
})
