import Type, { type Static } from 'typebox'
import { lesser, type Micro } from '../../core/credits.ts'
import type { Instant } from '../../core/instant.ts'
import type { Debit } from '../../core/ledger/debit.ts'
import type { Entry } from '../../core/ledger/entry.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Movement } from '../../core/ledger/movement.ts'
import type { Price } from '../../core/pricing/price.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { eventIn, instantOrNull, instantText, invoiceId, minorNumber } from './convert.ts'

const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] })

export const TransactionWire = Type.Object(
  {
    id: Type.String(),
    product_id: Type.String(),
    price: Type.Unsafe<object | null>({
      type: ['object', 'null'],
      properties: { id: { type: 'string' }, amount: { type: 'integer' }, pack_size: ExactNumber() },
    }),
    customer_id: Type.String(),
    payment_method_id: NullableText,
    invoice_id: NullableText,
    event_id: NullableText,
    aggregator_id: NullableText,
    expires_at: NullableText,
    type: Type.Enum(['topup', 'usage', 'expiration']),
    source: Type.Enum(['app', 'portal', 'api', 'system']),
    amount_excluding_tax: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
    credit_count: ExactNumber('Always above zero.'),
    balance_after: ExactNumber('What could be used just after.'),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'HyperlineCreditTransaction' },
)

type Wire = Static<typeof TransactionWire>

/** What each kind of transaction says beyond what all of them do. */
interface Line {
  /** Our own id of what made it. Those are minted, so what comes after the prefix is as unique. */
  readonly cause: string
  readonly type: Wire['type']
  readonly count_micro: Micro
  readonly after_micro: Micro
  readonly at: Instant
  readonly source: Wire['source']
  readonly expires_at?: Instant | null
  readonly event?: string | null
  readonly purchase?: Purchase | null
  readonly price?: Price | null
}

interface Wallet {
  readonly account: string
  readonly credit_type: string
}

function wireOf({ account, credit_type }: Wallet, line: Line): Wire {
  const { purchase = null, price = null } = line
  const created_at = instantText(line.at)
  return {
    id: line.cause.replace(/^[a-z]+_/, 'cdt_'),
    product_id: credit_type,
    price: price && bundleWire(price),
    customer_id: account,
    payment_method_id: purchase && (purchase.facts.card?.id ?? purchase.payment_method),
    invoice_id: purchase && invoiceId(purchase),
    event_id: line.event ?? null,
    aggregator_id: null,
    expires_at: instantOrNull(line.expires_at ?? null),
    type: line.type,
    source: line.source,
    amount_excluding_tax: purchase && minorNumber(purchase.facts.subtotal_minor ?? purchase.price_minor),
    credit_count: exactNumber(line.count_micro),
    balance_after: exactNumber(line.after_micro),
    created_at,
    updated_at: created_at,
  }
}

/** Only what is sold in packs has a size to tell. */
const bundleWire = ({ id, terms }: Price): object | null =>
  terms.scheme === 'bundle'
    ? { id, amount: minorNumber(terms.pack_price_minor), pack_size: exactNumber(terms.pack_size_micro) }
    : null

const sourceOf = ({ source }: Grant): Wire['source'] => (source === 'subscription' ? 'system' : 'api')

export const topupWire = (grant: Grant, after_micro: Micro): Wire =>
  wireOf(grant, {
    cause: grant.id,
    type: 'topup',
    count_micro: grant.amount_micro,
    after_micro,
    at: grant.created_at,
    source: sourceOf(grant),
    expires_at: grant.expires_at,
  })

export const usageWire = (debit: Debit): Wire =>
  wireOf(debit, {
    cause: debit.id,
    type: 'usage',
    count_micro: debit.amount_micro,
    after_micro: debit.after_micro,
    at: debit.at,
    source: 'api',
    event: eventIn(debit.metadata),
  })

/** The credits of a grant that came are owed first where the wallet was in debt, so they were never there to use. */
export const availableAfter = ({ available_micro, amount_micro, debt_micro }: Entry): Micro =>
  available_micro - lesser(amount_micro, debt_micro)

/** `prices` are those that the purchases of a page name, by their id. */
export function movementWire(movement: Movement, prices: ReadonlyMap<string, Price>): Wire {
  const { entry, grant, debit, purchase } = movement
  if (debit) return usageWire(debit)
  const { at, amount_micro: count_micro } = entry
  const common = { count_micro, at, expires_at: grant?.expires_at ?? null }
  if (entry.kind === 'expiry')
    return wireOf(entry, {
      ...common,
      // A grant may expire in parts, as what was held of it comes back.
      cause: `${entry.cause}_${entry.seq}`,
      type: 'expiration',
      after_micro: entry.available_micro,
      source: 'system',
    })
  return wireOf(entry, {
    ...common,
    cause: entry.cause,
    type: 'topup',
    after_micro: availableAfter(entry),
    source: grant ? sourceOf(grant) : 'api',
    purchase,
    price: prices.get(purchase?.price ?? '') ?? null,
  })
}
