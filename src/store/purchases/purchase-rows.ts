import type { Facts } from '../../core/purchases/facts.ts'
import type {
  BillLine,
  PayingBy,
  Purchase,
  PurchaseState,
  Transition,
} from '../../core/purchases/purchase.ts'
import { answerText, parseAnswer } from '../ledger/answer-json.ts'
import { columns } from '../ledger/rows.ts'
import type { Row } from '../session/connection.ts'
import { timestamp } from '../session/session.ts'

/** The rows of purchases, as the batch and the registry both read them: rows are arrays, in the order of the columns. */

export const purchaseColumns = columns(`
  account_id purchase_id credit_type credits_micro price_minor currency price_id unit_price_micro paying_by
  payment_method success_url cancel_url dialect source member_id description expiry expires_at grant_id attempt state
  facts granted_at revoked_micro frozen remaining_before_micro remaining_after_micro check_at created_at updated_at
  subscription_id lines days_until_due`)

/** How many columns `purchaseColumns` are: what a statement selects beyond them comes after. */
export const PURCHASE_WIDTH = 33

export function purchaseFrom(row: Row): Purchase {
  return {
    account: row[0] as string,
    id: row[1] as string,
    credit_type: row[2] as string,
    credits_micro: row[3] as bigint,
    price_minor: row[4] as bigint,
    currency: row[5] as string,
    price: row[6] as string | null,
    unit_price_micro: row[7] as bigint | null,
    paying_by: row[8] as PayingBy,
    payment_method: row[9] as string | null,
    success_url: row[10] as string | null,
    cancel_url: row[11] as string | null,
    dialect: row[12] as string,
    source: row[13] as string | null,
    member: row[14] as string | null,
    description: row[15] as string | null,
    expires_at: row[16] === 'policy' ? undefined : (row[17] as number | null),
    grant: row[18] as string,
    attempt: row[19] as string | null,
    state: row[20] as PurchaseState,
    facts: factsFrom(row[21] as string),
    granted_at: row[22] as number | null,
    revoked_micro: row[23] as bigint,
    frozen: row[24] as boolean,
    remaining_before_micro: row[25] as bigint | null,
    remaining_after_micro: row[26] as bigint | null,
    check_at: row[27] as number | null,
    created_at: row[28] as number,
    updated_at: row[29] as number,
    subscription: row[30] as string | null,
    lines: row[31] === null ? null : (parseAnswer(row[31] as string) as BillLine[]),
    days_until_due: row[32] as number | null,
  }
}

/** How `expires_at` is told apart in the column `expiry`: the policy's, never, or that moment. */
export const expiryColumn = ({ expires_at }: Pick<Purchase, 'expires_at'>): 'policy' | 'never' | 'at' =>
  expires_at === undefined ? 'policy' : expires_at === null ? 'never' : 'at'

export const linesText = (lines: readonly BillLine[] | null): string | null =>
  lines === null ? null : answerText(lines)

export const factsText = (facts: Facts): string => answerText(facts)
export const factsFrom = (text: string): Facts => parseAnswer(text) as Facts

/** What is written of a purchase when it is made, in the order of `insertedValues`. */
export const INSERTED = [
  'account_id',
  'purchase_id',
  'credit_type',
  'credits_micro',
  'price_minor',
  'currency',
  'price_id',
  'unit_price_micro',
  'paying_by',
  'payment_method',
  'success_url',
  'cancel_url',
  'dialect',
  'source',
  'member_id',
  'description',
  'expiry',
  'expires_at',
  'grant_id',
  'attempt',
  'attempted',
  'state',
  'facts',
  'total_minor',
  'invoice_id',
  'check_at',
  'created_at',
  'updated_at',
  'subscription_id',
  'lines',
  'days_until_due',
] as const

export const insertedValues = (purchase: Purchase): unknown[] => [
  purchase.account,
  purchase.id,
  purchase.credit_type,
  purchase.credits_micro,
  purchase.price_minor,
  purchase.currency,
  purchase.price,
  purchase.unit_price_micro,
  purchase.paying_by,
  purchase.payment_method,
  purchase.success_url,
  purchase.cancel_url,
  purchase.dialect,
  purchase.source,
  purchase.member,
  purchase.description,
  expiryColumn(purchase),
  timestamp(purchase.expires_at ?? null),
  purchase.grant,
  purchase.attempt,
  purchase.attempt,
  purchase.state,
  factsText(purchase.facts),
  purchase.facts.total_minor,
  purchase.facts.invoice?.id ?? null,
  timestamp(purchase.check_at),
  timestamp(purchase.created_at),
  timestamp(purchase.updated_at),
  purchase.subscription,
  linesText(purchase.lines),
  purchase.days_until_due,
]

export const transitionColumns = columns('account_id purchase_id seq from_state to_state cause at')

export const transitionFrom = (row: Row): Transition => ({
  account: row[0] as string,
  purchase: row[1] as string,
  seq: row[2] as number,
  from: row[3] as PurchaseState | null,
  to: row[4] as PurchaseState,
  cause: row[5] as string,
  at: row[6] as number,
})

export const TRANSITION = [
  'account_id',
  'purchase_id',
  'seq',
  'from_state',
  'to_state',
  'cause',
  'at',
] as const

/** The transitions as rows, from the parameter of that number on. */
export function transitionRows(first: number): string {
  const types = ['text', 'text', 'integer', 'purchase_state', 'purchase_state', 'text', 'timestamptz']
  return `unnest(${types.map((type, i) => `$${first + i}::${type}[]`).join(', ')}) as t (${TRANSITION.join(', ')})`
}

export const transitionValues = (transitions: readonly Transition[]): unknown[] => [
  transitions.map(({ account }) => account),
  transitions.map(({ purchase }) => purchase),
  transitions.map(({ seq }) => seq),
  transitions.map(({ from }) => from),
  transitions.map(({ to }) => to),
  transitions.map(({ cause }) => cause),
  transitions.map(({ at }) => timestamp(at)),
]
