import { DECLINES, type Decline, type DeclineName } from './declines.ts'
import type { TestCard } from './test-cards.ts'

export type Decision =
  | { readonly outcome: 'approved' }
  | { readonly outcome: 'authenticate' }
  | { readonly outcome: 'declined'; readonly decline: Decline }

export interface Attempt {
  /** Whether the buyer is there to answer a question of the bank. */
  readonly present: boolean
  /** Whether the buyer has just answered it. */
  readonly authenticated: boolean
  /** Whether the card was saved for later use with the buyer's consent. */
  readonly set_up: boolean
}

const APPROVED: Decision = { outcome: 'approved' }

export const declinedAs = (name: DeclineName) =>
  ({ outcome: 'declined', decline: DECLINES[name] }) as const satisfies Decision

/** What the bank says to a charge. */
export function decideCharge(card: TestCard, attempt: Attempt): Decision {
  if (asksForAuthentication(card, attempt)) return { outcome: 'authenticate' }
  return card.declines === undefined ? APPROVED : declinedAs(card.declines)
}

/** What the bank says to the card being saved. */
export function decideSaving(card: TestCard, { authenticated, present }: Attempt): Decision {
  if (card.declines !== undefined && !card.saves && card.secure === undefined)
    return declinedAs(card.declines)
  const asks = card.secure === 'always' || card.secure === 'unless_set_up'
  return asks && present && !authenticated ? { outcome: 'authenticate' } : APPROVED
}

function asksForAuthentication({ secure }: TestCard, { present, authenticated, set_up }: Attempt): boolean {
  if (secure === undefined || authenticated) return false
  if (secure === 'always' || present) return true
  return secure === 'unless_set_up' && !set_up
}
