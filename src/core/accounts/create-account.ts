import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import { type Refusal, Refused, refuse } from '../refusal.ts'
import { type Account, type AccountKind, type BuyingTermsInput, termsOf, USUAL_TERMS } from './account.ts'
import { slugTaken } from './slug-taken.ts'

export interface NewAccount extends BuyingTermsInput {
  /** The product's own id; null to have one minted. */
  readonly id: string | null
  readonly kind: AccountKind
  readonly name: string
  readonly slug: string | null
}

export async function createAccount(
  registry: Registry,
  input: NewAccount,
  now: Instant,
  ids: Ids,
): Promise<Account | Refusal> {
  const { kind, name, slug } = input
  const account: Account = {
    id: input.id ?? ids.mint('acc', now),
    kind,
    name,
    slug,
    ahead_ms: 0,
    ...termsOf(input, USUAL_TERMS),
    created_at: now,
  }
  const done = await registry.insertAccount(account)
  if (done === 'slug_taken') throw new Refused(slugTaken(slug))
  if (done === 'account_exists')
    return refuse('account_exists', `There is an account ${account.id} already. Choose another id.`)
  return account
}
