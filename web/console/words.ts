import type { Check, Entry, Grant, Hold, Purchase, Subscription, SubscriptionEvent } from '@scrip/sdk'
import type { Tone } from '../ui/badge.tsx'

type Word = readonly [text: string, tone: Tone]

/** The states that the API knows, as the pages say them. */
export const purchaseStates: Readonly<Record<Purchase['state'], Word>> = {
  pending: ['Pending', 'neutral'],
  awaiting_checkout: ['Awaiting checkout', 'info'],
  charging: ['Charging', 'info'],
  paid: ['Paid', 'good'],
  failed: ['Failed', 'bad'],
  expired: ['Expired', 'neutral'],
  partially_refunded: ['Partly refunded', 'warn'],
  refunded: ['Refunded', 'neutral'],
  disputed: ['Disputed', 'bad'],
  won: ['Dispute won', 'good'],
  lost: ['Dispute lost', 'bad'],
}

export const grantStates: Readonly<Record<Grant['state'], Word>> = {
  scheduled: ['Scheduled', 'info'],
  open: ['Open', 'good'],
  closed: ['Closed', 'neutral'],
}

export const grantSources: Readonly<Record<Grant['source'], string>> = {
  manual: 'Granted by hand',
  purchase: 'Purchase',
  subscription: 'Subscription',
  promotion: 'Promotion',
  adjustment: 'Adjustment',
}

export const holdStates: Readonly<Record<Hold['status'], Word>> = {
  open: ['Open', 'info'],
  captured: ['Captured', 'good'],
  released: ['Released', 'neutral'],
  expired: ['Expired', 'neutral'],
}

export const subscriptionStates: Readonly<Record<Subscription['status'], Word>> = {
  incomplete: ['Incomplete', 'info'],
  active: ['Active', 'good'],
  past_due: ['Past due', 'bad'],
  canceled: ['Canceled', 'neutral'],
}

export const checkStates: Readonly<Record<Check['state'], Word>> = {
  queued: ['Queued', 'info'],
  running: ['Running', 'info'],
  done: ['Done', 'neutral'],
  failed: ['Failed', 'bad'],
}

export const entryKinds: Readonly<Record<Entry['kind'], string>> = {
  grant: 'Grant',
  debit: 'Debit',
  reversal: 'Reversal',
  hold: 'Hold',
  capture: 'Capture',
  release: 'Release',
  expiry: 'Expiry',
  revocation: 'Revocation',
  debt: 'Debt paid',
  freeze: 'Frozen by a dispute',
  thaw: 'Thawed',
  restoration: 'Given back after all',
}

export const subscriptionEvents: Readonly<Record<SubscriptionEvent['kind'], string>> = {
  created: 'Created',
  started: 'Started',
  month_granted: 'A month’s credits granted',
  renewal_billed: 'Renewal billed',
  renewed: 'Renewed',
  payment_failed: 'Payment failed',
  change_billed: 'Change billed',
  changed: 'Changed',
  change_failed: 'Change failed',
  change_late: 'Paid too late for the change',
  invoice_settled: 'Invoice settled',
  change_pending: 'Change put down for the renewal',
  pending_cleared: 'Pending change taken back',
  payment_asked_for: 'Payment asked for',
  cancel_requested: 'Cancellation requested',
  cancel_taken_back: 'Cancellation taken back',
  canceled: 'Canceled',
  seat_given: 'Seat given',
  seat_taken: 'Seat taken',
  seat_moved: 'Seat moved',
}

const payingBys: Readonly<Record<Purchase['paying_by'], string>> = {
  checkout: 'Hosted page',
  card: 'Saved card',
  commitment: 'Committed balance',
  invoice: 'Invoice',
}

export function paidWith({ card, paying_by }: Purchase): string {
  return card ? `${plain(card.brand)} •••• ${card.last4}` : payingBys[paying_by]
}

/** Whether money came in for it, and some of it is still there to be given back. */
export const isRefundable = ({ state }: Purchase): boolean =>
  state === 'paid' || state === 'partially_refunded' || state === 'won'

/** `seat_given` → `Seat given`: for what has no words of its own. */
export const plain = (code: string): string =>
  (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll('_', ' ')
