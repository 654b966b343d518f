import type { Registry } from '../ports.ts'
import { type Refusal, Refused } from '../refusal.ts'
import { type Account, type BuyingTermsInput, termsOf } from './account.ts'
import { noAccount } from './not-found.ts'
import { slugTaken } from './slug-taken.ts'

/** What is left out stays as it is; a slug of null gives the old one up. */
export interface AccountChange extends BuyingTermsInput {
  readonly id: string
  readonly name?: string | undefined
  readonly slug?: string | null | undefined
}

export async function updateAccount(registry: Registry, input: AccountChange): Promise<Account | Refusal> {
  const found = await registry.account(input.id, 'locked')
  if (!found) return noAccount(input.id)
  const slug = input.slug === undefined ? found.slug : input.slug
  const account: Account = {
    ...found,
    ...termsOf(input, found),
    name: input.name ?? found.name,
    slug,
  }
  if ((await registry.updateAccount(account)) === 'slug_taken') throw new Refused(slugTaken(slug))
  if (account.seatless !== found.seatless) await registry.restateDraws(account.id)
  return account
}
