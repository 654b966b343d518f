import type { Account } from '../accounts/account.ts'
import type { Instant } from '../instant.ts'
import type { Buying } from './buying.ts'

/** The payment side's customer of an account, made when it is first needed. */
export async function customerOf(
  { store: { registry }, payments }: Buying,
  account: Pick<Account, 'id' | 'name'>,
  member: string | null,
  now: Instant,
): Promise<string> {
  const known = await registry.customer(account.id)
  if (known !== null) return known
  const email = member === null ? null : ((await registry.member(account.id, member))?.email ?? null)
  const made = await payments.customer({ account: account.id, name: account.name, email })
  await registry.keepCustomer(account.id, made, now)
  return (await registry.customer(account.id)) ?? made
}
