import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Entry, EntryKind } from '../ledger/entry.ts'
import type { Page, Store } from '../ports.ts'
import type { Subscription, SubscriptionEvent } from './subscription.ts'

/** Credits that moved at one moment for one reason, in one wallet; of many seats they are one line. */
export interface CreditsMoved {
  readonly what: 'credits'
  readonly at: Instant
  readonly kind: EntryKind
  readonly credit_type: string
  readonly amount_micro: Micro
  /** How many entries of the ledger it was. */
  readonly entries: number
}

export interface SubscriptionMoved {
  readonly what: 'subscription'
  readonly at: Instant
  readonly event: SubscriptionEvent
}

export type Happened = CreditsMoved | SubscriptionMoved

/** How far each wallet and each subscription of an account had come. */
export interface Known {
  readonly wallets: Readonly<Record<string, number>>
  readonly subscriptions: Readonly<Record<string, number>>
}

type Reads = Pick<Store, 'ledger' | 'registry'>

const AT_ONCE = 100
const ALL = { credit_type: null, kind: null, grant: null }

export async function knownOf(store: Reads, account: string): Promise<Known> {
  const [types, subscriptions] = await Promise.all([
    all((after) => store.registry.creditTypes({ limit: AT_ONCE, after })),
    all((after) => store.registry.subscriptions(account, null, { limit: AT_ONCE, after })),
  ])
  const newest = types.map(async ({ id }) => {
    const filter = { ...ALL, credit_type: id }
    const { items } = await store.ledger.entries(account, filter, { limit: 1, after: null })
    return [id, items[0]?.seq ?? 0] as const
  })
  return {
    wallets: Object.fromEntries(await Promise.all(newest)),
    subscriptions: Object.fromEntries(subscriptions.map(({ id, version }) => [id, version])),
  }
}

/** What has happened in the account since and until then, in its order. At one moment credits end before others come. */
export async function happenedSince(
  store: Reads,
  account: string,
  known: Known,
  until: Instant,
): Promise<Happened[]> {
  const moved = summed(await entriesSince(store, account, known.wallets))
  const events = await eventsSince(store, account, known.subscriptions)
  return [...moved, ...events]
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at - b.at || rankOf(a) - rankOf(b))
}

const ENDS: readonly EntryKind[] = ['expiry', 'release', 'revocation']

const rankOf = (one: Happened): number => (one.what === 'subscription' ? 1 : ENDS.includes(one.kind) ? 0 : 2)

async function entriesSince(
  { ledger, registry }: Reads,
  account: string,
  wallets: Known['wallets'],
): Promise<Entry[]> {
  const types = await all((after) => registry.creditTypes({ limit: AT_ONCE, after }))
  const each = types.map(async ({ id: credit_type }) => {
    const known = wallets[credit_type] ?? 0
    const filter = { ...ALL, credit_type }
    const entries = await all(
      (after) => ledger.entries(account, filter, { limit: 1_000, after }),
      ({ seq }) => seq > known,
    )
    return entries.reverse()
  })
  return (await Promise.all(each)).flat()
}

function summed(entries: readonly Entry[]): CreditsMoved[] {
  const lines = new Map<string, CreditsMoved>()
  for (const { at, kind, credit_type, amount_micro } of entries) {
    const name = `${at} ${kind} ${credit_type}`
    const line = lines.get(name)
    lines.set(name, {
      what: 'credits',
      at,
      kind,
      credit_type,
      amount_micro: (line?.amount_micro ?? 0n) + amount_micro,
      entries: (line?.entries ?? 0) + 1,
    })
  }
  return [...lines.values()]
}

async function eventsSince(
  { registry }: Reads,
  account: string,
  versions: Known['subscriptions'],
): Promise<SubscriptionMoved[]> {
  const subscriptions: Subscription[] = await all((after) =>
    registry.subscriptions(account, null, { limit: AT_ONCE, after }),
  )
  const found: SubscriptionMoved[] = []
  for (const { id, version } of subscriptions) {
    const known = versions[id] ?? 0
    if (version <= known) continue
    const events = await all(
      (after) => registry.subscriptionEvents(account, id, { limit: AT_ONCE, after }),
      (event) => event.version > known,
    )
    found.push(...events.reverse().map((event) => ({ what: 'subscription' as const, at: event.at, event })))
  }
  return found
}

/** All pages of a list, or as far as its items are wanted. */
async function all<T>(
  ask: (after: string | null) => Promise<Page<T>>,
  wanted: (item: T) => boolean = () => true,
): Promise<T[]> {
  const found: T[] = []
  for (let after: string | null = null; ; ) {
    const { items, next }: Page<T> = await ask(after)
    const fresh = items.filter(wanted)
    found.push(...fresh)
    after = next
    if (after === null || fresh.length < items.length) return found
  }
}
