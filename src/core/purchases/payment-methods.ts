import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { cardsChanged } from '../subscriptions/cards-changed.ts'
import type { Buying } from './buying.ts'
import { customerOf } from './customer.ts'
import type { PaymentMethod, SetupPage } from './payments.ts'
import { checkRedirects } from './redirect-urls.ts'

/** The cards that were saved for an account. */
export async function paymentMethods(
  { store, payments }: Buying,
  account: string,
): Promise<readonly PaymentMethod[]> {
  const customer = await store.registry.customer(account)
  return customer === null ? [] : payments.paymentMethods(customer)
}

/** The named card; else the default one, else the newest. Null where there is none. */
export function chooseCard(
  cards: readonly PaymentMethod[],
  named: string | null,
): PaymentMethod | Refusal | null {
  if (named !== null) return cards.find(({ id }) => id === named) ?? noCard(named)
  return cards.find(({ is_default }) => is_default) ?? cards[0] ?? null
}

/** From now on the account's purchases are charged to this card; what is past due, at once. `now` is the real time. */
export async function setDefaultCard(
  buying: Buying,
  account: string,
  card: string,
  now: Instant,
): Promise<Refusal | null> {
  const refusal = await change(buying, account, card, (customer) =>
    buying.payments.setDefault(customer, card),
  )
  // It is the default, whatever becomes of what is past due: that is told of by an event as well.
  if (!refusal) await cardsChanged(buying, account, now).catch(() => {})
  return refusal
}

/** Forgets a saved card. */
export const removeCard = (buying: Buying, account: string, card: string): Promise<Refusal | null> =>
  change(buying, account, card, (customer) => buying.payments.detach(customer, card))

async function change(
  { store }: Buying,
  account: string,
  card: string,
  work: (customer: string) => Promise<boolean>,
): Promise<Refusal | null> {
  const customer = await store.registry.customer(account)
  return customer !== null && (await work(customer)) ? null : noCard(card)
}

const noCard = (id: string): Refusal =>
  refuse('payment_method_not_found', `The account has no saved card ${id}. List its payment methods.`)

export interface NewCard {
  readonly account: string
  readonly member: string | null
  readonly success_url: string
  readonly cancel_url: string | null
  /** The caller's key, under which the same page is opened again; null for a page of its own. */
  readonly key: string | null
}

/** Opens the hosted page on which a buyer saves a card without buying anything. */
export async function openSetup(buying: Buying, input: NewCard, now: Instant): Promise<SetupPage | Refusal> {
  const { success_url, cancel_url, member } = input
  const account = await buying.store.registry.account(input.account)
  if (!account) return noAccount(input.account)
  const stray = checkRedirects(buying.redirects, [success_url, cancel_url])
  if (stray) return stray
  const key = input.key === null ? buying.ids.mint('set', now) : `${account.id}:${input.key}`
  const customer = await customerOf(buying, account, member, now)
  return buying.payments.openSetup(customer, { key, success_url, cancel_url })
}
