import type { NewCustomer } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { failingOf, harmless, orNull } from './errors.ts'
import { secondsOf } from './expanded.ts'
import { ACCOUNT, accountOf } from './names.ts'

/** As long as a key answers, and some more. */
const DAY_MS = 25 * 3_600_000

/** Makes the account's customer. Whoever asks again within a day gets the same one; who keeps it needn't. */
export async function customer(desk: Desk, { account, email, name }: NewCustomer): Promise<string> {
  const params = { name, metadata: { [ACCOUNT]: account }, ...(email === null ? {} : { email }) }
  const made = desk.stripe.customers.create(params, { idempotencyKey: `customer:${account}` })
  return harmless(
    made.then(
      ({ id }) => id,
      async (error: unknown) => {
        // It may be there: made by a call whose answer was lost, or under a name that has changed since.
        const found = failingOf(error) === 'unknown' ? await lately(desk, account) : null
        if (found === null) throw error
        return found
      },
    ),
  )
}

/** Without an address nothing is sent. One that the customer has is not changed. */
export async function reach({ stripe }: Desk, id: string, email: string | null): Promise<boolean> {
  const found = await harmless(orNull(stripe.customers.retrieve(id)))
  if (found === null || found.deleted) return false
  if (found.email) return true
  if (email === null) return false
  await harmless(stripe.customers.update(id, { email }))
  return true
}

/** More than change their cards at about the same time. */
const MOST_OWNERS = 20_000

/** The account of a customer; null where it is none of ours. */
export async function ownerOf({ owners, stripe }: Desk, id: string): Promise<string | null> {
  const known = owners.get(id)
  if (known !== undefined) return known
  const found = await orNull(stripe.customers.retrieve(id))
  const account = found === null || found.deleted ? null : accountOf(found.metadata)
  if (owners.size >= MOST_OWNERS) owners.clear()
  if (account !== null) owners.set(id, account)
  return account
}

async function lately({ clock, stripe }: Desk, account: string): Promise<string | null> {
  const since = secondsOf(clock.now() - DAY_MS)
  for await (const { id, metadata } of stripe.customers.list({ created: { gte: since }, limit: 100 }))
    if (metadata[ACCOUNT] === account) return id
  return null
}
