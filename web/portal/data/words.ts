import type { CreditType, Entry, Invoice, Member, Purchase, Subscription } from '@scrip/sdk'
import type { Tone } from '../../ui/badge.tsx'

/** How the API's words are said to a buyer. */

interface Said {
  readonly text: string
  readonly tone: Tone
}

export const purchaseStates: Readonly<Record<Purchase['state'], Said>> = {
  pending: { text: 'Being confirmed', tone: 'info' },
  awaiting_checkout: { text: 'To be paid', tone: 'warn' },
  charging: { text: 'Being charged', tone: 'info' },
  paid: { text: 'Paid', tone: 'good' },
  failed: { text: 'Not paid', tone: 'bad' },
  expired: { text: 'Expired', tone: 'neutral' },
  partially_refunded: { text: 'Partly refunded', tone: 'neutral' },
  refunded: { text: 'Refunded', tone: 'neutral' },
  disputed: { text: 'Disputed', tone: 'warn' },
  won: { text: 'Paid', tone: 'good' },
  lost: { text: 'Charged back', tone: 'bad' },
}

export const invoiceStates: Readonly<Record<Invoice['status'], Said>> = {
  draft: { text: 'Draft', tone: 'neutral' },
  open: { text: 'To be paid', tone: 'warn' },
  paid: { text: 'Paid', tone: 'good' },
  void: { text: 'Void', tone: 'neutral' },
  uncollectible: { text: 'Uncollectible', tone: 'bad' },
}

export const subscriptionStates: Readonly<Record<Subscription['status'], Said>> = {
  incomplete: { text: 'To be paid', tone: 'warn' },
  active: { text: 'Active', tone: 'good' },
  past_due: { text: 'Past due', tone: 'bad' },
  canceled: { text: 'Ended', tone: 'neutral' },
}

export const refundStates = {
  pending: { text: 'On its way', tone: 'info' },
  succeeded: { text: 'Refunded', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
  canceled: { text: 'Taken back', tone: 'neutral' },
} as const satisfies Record<string, Said>

export const entryKinds: Readonly<Record<Entry['kind'], string>> = {
  grant: 'Credits added',
  debit: 'Used',
  reversal: 'Use taken back',
  hold: 'Set aside',
  capture: 'Used of what was set aside',
  release: 'No longer set aside',
  expiry: 'Expired',
  revocation: 'Taken back',
  restoration: 'Given back',
  debt: 'Debt paid',
  freeze: 'Frozen by a dispute',
  thaw: 'Free after a dispute',
}

export const grantSources: Readonly<Record<string, string>> = {
  manual: 'Given',
  purchase: 'Bought',
  subscription: 'Subscription',
  promotion: 'Promotion',
  adjustment: 'Adjustment',
}

export const refusedDebits: Readonly<Record<string, string>> = {
  insufficient_credits: 'Not enough credits',
  account_spending_cap_reached: "The account's cap was reached",
  user_spending_cap_reached: "The member's cap was reached",
  project_spending_cap_reached: "The project's cap was reached",
  key_spending_cap_reached: "The key's cap was reached",
}

const brands: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

export const cardName = ({ brand, last4 }: { readonly brand: string; readonly last4: string }): string =>
  `${brands[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1)} •••• ${last4}`

export const memberName = (
  members: readonly Pick<Member, 'id' | 'email'>[] | undefined,
  id: string,
): string => members?.find((member) => member.id === id)?.email ?? id

export const typeName = (types: readonly CreditType[] | undefined, id: string): string =>
  types?.find((type) => type.id === id)?.name ?? id
