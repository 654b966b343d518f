// Made by `npm run sdk:types` from the native API's OpenAPI document. What is changed here by hand is lost.
// biome-ignore-all format: it is made, and read by people only now and then.
// biome-ignore-all lint: it is made.

/** A page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next_cursor: string | null
}

/** A decimal number as text, so that no client rounds it. */
export type Decimal = string

export interface Account {
  readonly id: string
  readonly kind: 'user' | 'team'
  readonly name: string
  readonly slug: string | null
  /** A saved card, or what the account has of the credit type `miu`. */
  readonly pays_with: 'card' | 'commitment'
  /** Whether a purchase without a card may open a page on the faces that would else refuse it. */
  readonly hosted_checkout: boolean
  /** What becomes of credits that a refund takes back and that were spent. */
  readonly spent_on_refund: 'debt' | 'write_off'
  /** What members without a seat may draw on while the account has a subscription to seats: the credits that are nobody's own, such as those that were topped up, or nothing. */
  readonly seatless: 'topup' | 'nothing'
  readonly created_at: string
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** What was wrong and what to do, for a person. */
  readonly detail: string
  /** Stable: what a program goes by. */
  readonly code: string
  /** The same as the X-Request-Id of the answer. */
  readonly correlation_id: string
  /** The purchase that was made and not paid. */
  readonly purchase?: string
  /** Every faulty field of bad input, such as debits/3/amount. */
  readonly errors?: readonly {
    readonly field: string
    readonly message: string
  }[]
}

export interface Member {
  readonly id: string
  readonly account: string
  readonly email: string | null
  readonly role: 'owner' | 'admin' | 'member' | 'developer' | 'security' | 'billing' | 'viewer' | 'viewer_for_plus' | 'contributor'
  readonly status: 'active' | 'invited' | 'removed'
  readonly created_at: string
}

export interface CreditType {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly unit_price: string | null
  readonly currency: string
  readonly expiry: {
    readonly policy: 'never' | 'fixed' | 'rolling' | 'period_end'
    readonly after?: string
    readonly period?: 'day' | 'month' | 'year'
  }
  readonly created_at: string
}

export interface Price {
  readonly id: string
  readonly credit_type: string
  readonly currency: string
  readonly scheme: 'unit' | 'bundle' | 'volume'
  readonly unit_price?: Decimal
  readonly pack_size?: Decimal
  /** Money as decimal text in major units, such as "12.50". */
  readonly pack_price?: string
  readonly tiers?: readonly {
    readonly up_to: string | null
    readonly unit_price: Decimal
  }[]
  readonly created_at: string
  readonly archived_at: string | null
}

export interface Plan {
  readonly id: string
  readonly name: string
  readonly credit_type: string
  readonly currency: string
  /** `seats`: each seat is a member's, whose usage alone draws on it. `quantity`: one lot of credits a month for the whole account. */
  readonly gives_to: 'seats' | 'quantity'
  readonly pricing: {
    readonly by: 'size' | 'credit'
    readonly sizes?: readonly {
      readonly credits: Decimal
      /** Money as decimal text in major units, such as "12.50". */
      readonly month_price: string | null
      /** Money as decimal text in major units, such as "12.50". */
      readonly year_price: string | null
    }[]
    readonly month_unit_price?: string | null
    readonly year_unit_price?: string | null
  }
  readonly bonus: Decimal
  readonly days_until_due: number
  readonly created_at: string
  readonly archived_at: string | null
}

export interface Quote {
  readonly credit_type: string
  readonly amount: Decimal
  readonly currency: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly subtotal: string
  readonly price: string | null
  readonly unit_price: string | null
  /** Whether taxes come on top when it is paid. */
  readonly taxed: boolean
}

export interface BillLine {
  readonly text: string
  /** What is taken off stands below zero. */
  readonly amount: string
}

export interface Purchase {
  readonly id: string
  readonly account: string
  readonly state: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
  readonly credit_type: string
  readonly amount: Decimal
  readonly currency: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly subtotal: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly tax: string | null
  /** Money as decimal text in major units, such as "12.50". */
  readonly total: string | null
  readonly price: string | null
  readonly unit_price: string | null
  readonly paying_by: 'checkout' | 'card' | 'commitment' | 'invoice'
  readonly checkout_url: string | null
  readonly failure: {
    readonly code: string
    readonly message: string
  } | null
  readonly card: {
    readonly id: string
    readonly brand: string
    readonly last4: string
  } | null
  readonly invoice: {
    readonly id: string
    readonly number: string | null
    readonly url: string | null
    readonly pdf: string | null
  } | null
  readonly paid_at: string | null
  readonly grant: string | null
  readonly granted_at: string | null
  /** Money as decimal text in major units, such as "12.50". */
  readonly refunded: string
  readonly revoked: Decimal
  readonly dispute: {
    readonly id: string
    /** Money as decimal text in major units, such as "12.50". */
    readonly amount: string
    readonly currency: string
    readonly reason: string
    readonly status: 'open' | 'won' | 'lost'
    readonly created_at: string
  } | null
  readonly frozen: boolean
  readonly success_url: string | null
  readonly cancel_url: string | null
  readonly dialect: string
  readonly source: string | null
  readonly member: string | null
  /** The subscription that it bills. That grants the credits then, and the purchase itself none. */
  readonly subscription: string | null
  /** What the bill says line by line, where that is more than one. */
  readonly lines: readonly BillLine[] | null
  readonly created_at: string
  readonly updated_at: string
}

export interface Transition {
  readonly from: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost' | null
  readonly to: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
  readonly cause: string
  readonly at: string
}

export interface PurchaseStory {
  readonly id: string
  readonly account: string
  readonly state: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
  readonly credit_type: string
  readonly amount: Decimal
  readonly currency: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly subtotal: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly tax: string | null
  /** Money as decimal text in major units, such as "12.50". */
  readonly total: string | null
  readonly price: string | null
  readonly unit_price: string | null
  readonly paying_by: 'checkout' | 'card' | 'commitment' | 'invoice'
  readonly checkout_url: string | null
  readonly failure: {
    readonly code: string
    readonly message: string
  } | null
  readonly card: {
    readonly id: string
    readonly brand: string
    readonly last4: string
  } | null
  readonly invoice: {
    readonly id: string
    readonly number: string | null
    readonly url: string | null
    readonly pdf: string | null
  } | null
  readonly paid_at: string | null
  readonly grant: string | null
  readonly granted_at: string | null
  /** Money as decimal text in major units, such as "12.50". */
  readonly refunded: string
  readonly revoked: Decimal
  readonly dispute: {
    readonly id: string
    /** Money as decimal text in major units, such as "12.50". */
    readonly amount: string
    readonly currency: string
    readonly reason: string
    readonly status: 'open' | 'won' | 'lost'
    readonly created_at: string
  } | null
  readonly frozen: boolean
  readonly success_url: string | null
  readonly cancel_url: string | null
  readonly dialect: string
  readonly source: string | null
  readonly member: string | null
  /** The subscription that it bills. That grants the credits then, and the purchase itself none. */
  readonly subscription: string | null
  /** What the bill says line by line, where that is more than one. */
  readonly lines: readonly BillLine[] | null
  readonly created_at: string
  readonly updated_at: string
  readonly transitions: readonly Transition[]
}

export interface Refund {
  /** Ours, or where it was made in the dashboard, the one it has there. */
  readonly id: string
  readonly purchase: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly amount: string
  readonly currency: string
  readonly status: 'pending' | 'succeeded' | 'failed' | 'canceled'
  /** Why it was made. */
  readonly reason: string | null
  /** Why it failed, in the words of whoever refused it or, where the bank sent it back, by its code: `expired_or_canceled_card`, `lost_or_stolen_card`, … What it took of the credits is back then. */
  readonly failure: string | null
  readonly made_in: 'api' | 'dashboard'
  readonly created_at: string
}

export interface RefundAnswer {
  readonly refund: Refund
  readonly purchase: Purchase
}

export interface PaymentMethod {
  readonly id: string
  readonly brand: string
  readonly last4: string
  readonly exp_month: number
  readonly exp_year: number
  readonly is_default: boolean
}

export interface PaymentMethodPage {
  /** The hosted page. Send the buyer there. */
  readonly url: string
}

export interface Invoice {
  readonly id: string
  readonly number: string | null
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'
  readonly purchase: string | null
  readonly description: string | null
  readonly currency: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly subtotal: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly tax: string
  /** Money as decimal text in major units, such as "12.50". */
  readonly total: string
  readonly url: string | null
  readonly pdf: string | null
  readonly created_at: string
  readonly paid_at: string | null
}

export interface Change {
  readonly kind: 'start' | 'upgrade' | 'downgrade' | 'cycle_switch' | 'plan_switch' | 'none'
  readonly plan: string
  readonly seats: number
  /** Of each seat, every month, on a yearly subscription too. */
  readonly credits_per_seat: string
  readonly interval: 'month' | 'year'
  /** At once, or at the next renewal. */
  readonly immediate: boolean
  readonly effective_at: string
  /** What is charged now, without taxes. The lines sum to it. */
  readonly amount_due: string
  readonly currency: string
  readonly lines: readonly BillLine[]
  /** What comes now, of all seats together. */
  readonly credits: string
  /** What comes with the renewal, beside what comes at once. */
  readonly at_renewal: {
    readonly plan: string
    readonly seats: number
    /** Of each seat, every month, on a yearly subscription too. */
    readonly credits_per_seat: string
    readonly interval: 'month' | 'year'
  } | null
  /** What a whole period of it costs, or of what comes with the renewal, without taxes. */
  readonly renewal_amount: string
  /** How many members `demote` must name. */
  readonly demotions_required: number
}

export interface Subscription {
  readonly id: string
  readonly account: string
  readonly credit_type: string
  readonly currency: string
  /** `seats`: each seat is a member's, whose usage alone draws on it. `quantity`: one lot of credits a month for the whole account. */
  readonly gives_to: 'seats' | 'quantity'
  readonly collection: 'charge_automatically' | 'send_invoice'
  readonly status: 'incomplete' | 'active' | 'past_due' | 'canceled'
  readonly plan: string
  readonly seats: number
  /** Of each seat, every month, on a yearly subscription too. */
  readonly credits_per_seat: string
  readonly interval: 'month' | 'year'
  /** What each seat got above that in its first month. */
  readonly bonus: string
  readonly started_at: string | null
  readonly period_starts_at: string | null
  readonly period_ends_at: string | null
  readonly month_starts_at: string | null
  readonly month_ends_at: string | null
  readonly resets_at: string | null
  readonly renews_at: string | null
  /** Money as decimal text in major units, such as "12.50". */
  readonly next_charge: string
  /** What changes at the next renewal, and which members give their seats up then. */
  readonly pending: {
    readonly plan: string
    readonly seats: number
    /** Of each seat, every month, on a yearly subscription too. */
    readonly credits_per_seat: string
    readonly interval: 'month' | 'year'
    readonly demote: readonly string[]
    readonly effective_at: string
  } | null
  readonly cancel_at_period_end: boolean
  readonly ends_at: string | null
  /** What is being paid just now, and what is in force once it is: the purchase says how far it is. */
  readonly bill: {
    readonly purchase: string
    readonly kind: 'start' | 'renewal' | 'change'
    readonly plan: string
    readonly seats: number
    /** Of each seat, every month, on a yearly subscription too. */
    readonly credits_per_seat: string
    readonly interval: 'month' | 'year'
    readonly made_at: string
  } | null
  /** How often the present renewal was tried in vain. */
  readonly attempts: number
  readonly next_attempt_at: string | null
  readonly member: string | null
  readonly dialect: string
  readonly canceled_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

export interface SubscriptionBilled {
  readonly subscription: Subscription
  /** What charges it; null where nothing was to be paid. */
  readonly purchase: {
    readonly id: string
    readonly account: string
    readonly state: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
    readonly credit_type: string
    readonly amount: Decimal
    readonly currency: string
    /** Money as decimal text in major units, such as "12.50". */
    readonly subtotal: string
    /** Money as decimal text in major units, such as "12.50". */
    readonly tax: string | null
    /** Money as decimal text in major units, such as "12.50". */
    readonly total: string | null
    readonly price: string | null
    readonly unit_price: string | null
    readonly paying_by: 'checkout' | 'card' | 'commitment' | 'invoice'
    readonly checkout_url: string | null
    readonly failure: {
      readonly code: string
      readonly message: string
    } | null
    readonly card: {
      readonly id: string
      readonly brand: string
      readonly last4: string
    } | null
    readonly invoice: {
      readonly id: string
      readonly number: string | null
      readonly url: string | null
      readonly pdf: string | null
    } | null
    readonly paid_at: string | null
    readonly grant: string | null
    readonly granted_at: string | null
    /** Money as decimal text in major units, such as "12.50". */
    readonly refunded: string
    readonly revoked: Decimal
    readonly dispute: {
      readonly id: string
      /** Money as decimal text in major units, such as "12.50". */
      readonly amount: string
      readonly currency: string
      readonly reason: string
      readonly status: 'open' | 'won' | 'lost'
      readonly created_at: string
    } | null
    readonly frozen: boolean
    readonly success_url: string | null
    readonly cancel_url: string | null
    readonly dialect: string
    readonly source: string | null
    readonly member: string | null
    /** The subscription that it bills. That grants the credits then, and the purchase itself none. */
    readonly subscription: string | null
    /** What the bill says line by line, where that is more than one. */
    readonly lines: readonly BillLine[] | null
    readonly created_at: string
    readonly updated_at: string
  } | null
}

export interface Seat {
  readonly id: string
  /** Null: nobody has it. */
  readonly member: string | null
  /** What it was given this month. */
  readonly allotment: string
  /** Of that, the first month's bonus. */
  readonly bonus: string
  readonly used: Decimal
  readonly remaining: Decimal
  readonly grant: string | null
}

export interface SubscriptionOverview {
  readonly subscription: Subscription
  /** Whether this month's credits are given and can be drawn. */
  readonly in_force: boolean
  /** By all seats together, without a bonus. */
  readonly granted_monthly: string
  /** Of what this month gave: the first month's bonus. */
  readonly bonus: string
  /** Of what this month gave. */
  readonly used: string
  /** Of what this month gave. */
  readonly remaining: string
  /** That and what was topped up. */
  readonly available: string
  /** What the account bought beside it, seen as one bucket that every purchase fills anew: what remained then and what was bought is `issued`. */
  readonly topped_up: {
    readonly issued: Decimal
    readonly used: Decimal
    readonly available: Decimal
    readonly expires_at: string | null
    readonly expired: boolean
    /** Ever, refunds taken off. */
    readonly purchased: string
  }
  readonly members: readonly {
    readonly id: string
    readonly email: string | null
    readonly role: 'owner' | 'admin' | 'member' | 'developer' | 'security' | 'billing' | 'viewer' | 'viewer_for_plus' | 'contributor'
    readonly status: 'active' | 'invited' | 'removed'
    readonly seat: {
      readonly id: string
      /** Null: nobody has it. */
      readonly member: string | null
      /** What it was given this month. */
      readonly allotment: string
      /** Of that, the first month's bonus. */
      readonly bonus: string
      readonly used: Decimal
      readonly remaining: Decimal
      readonly grant: string | null
    } | null
  }[]
  readonly free_seats: readonly Seat[]
}

export interface SubscriptionEvent {
  /** Counts what happened to the subscription. */
  readonly version: number
  readonly kind: 'created' | 'started' | 'month_granted' | 'renewal_billed' | 'renewed' | 'payment_failed' | 'invoice_settled' | 'change_billed' | 'changed' | 'change_failed' | 'change_late' | 'change_pending' | 'pending_cleared' | 'payment_asked_for' | 'cancel_requested' | 'cancel_taken_back' | 'canceled' | 'seat_given' | 'seat_taken' | 'seat_moved'
  /** For people. What it has depends on the kind. */
  readonly detail: Readonly<Record<string, unknown>>
  readonly at: string
}

export interface SubscriptionChanged {
  readonly subscription: Subscription
  readonly change: Change
  /** What charges it; null where nothing was to be paid. */
  readonly purchase: {
    readonly id: string
    readonly account: string
    readonly state: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
    readonly credit_type: string
    readonly amount: Decimal
    readonly currency: string
    /** Money as decimal text in major units, such as "12.50". */
    readonly subtotal: string
    /** Money as decimal text in major units, such as "12.50". */
    readonly tax: string | null
    /** Money as decimal text in major units, such as "12.50". */
    readonly total: string | null
    readonly price: string | null
    readonly unit_price: string | null
    readonly paying_by: 'checkout' | 'card' | 'commitment' | 'invoice'
    readonly checkout_url: string | null
    readonly failure: {
      readonly code: string
      readonly message: string
    } | null
    readonly card: {
      readonly id: string
      readonly brand: string
      readonly last4: string
    } | null
    readonly invoice: {
      readonly id: string
      readonly number: string | null
      readonly url: string | null
      readonly pdf: string | null
    } | null
    readonly paid_at: string | null
    readonly grant: string | null
    readonly granted_at: string | null
    /** Money as decimal text in major units, such as "12.50". */
    readonly refunded: string
    readonly revoked: Decimal
    readonly dispute: {
      readonly id: string
      /** Money as decimal text in major units, such as "12.50". */
      readonly amount: string
      readonly currency: string
      readonly reason: string
      readonly status: 'open' | 'won' | 'lost'
      readonly created_at: string
    } | null
    readonly frozen: boolean
    readonly success_url: string | null
    readonly cancel_url: string | null
    readonly dialect: string
    readonly source: string | null
    readonly member: string | null
    /** The subscription that it bills. That grants the credits then, and the purchase itself none. */
    readonly subscription: string | null
    /** What the bill says line by line, where that is more than one. */
    readonly lines: readonly BillLine[] | null
    readonly created_at: string
    readonly updated_at: string
  } | null
}

export interface MemberSeat {
  readonly member: string
  readonly seat: {
    readonly id: string
    /** Null: nobody has it. */
    readonly member: string | null
    /** What it was given this month. */
    readonly allotment: string
    /** Of that, the first month's bonus. */
    readonly bonus: string
    readonly used: Decimal
    readonly remaining: Decimal
    readonly grant: string | null
  } | null
}

export interface Scope {
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
}

export interface BalanceAfter {
  readonly available: Decimal
  readonly held: Decimal
  readonly debt: Decimal
}

export interface NewGrant {
  readonly id: string
  readonly account: string
  readonly credit_type: string
  readonly source: 'manual' | 'purchase' | 'subscription' | 'promotion' | 'adjustment'
  readonly state: 'scheduled' | 'open' | 'closed'
  readonly amount: Decimal
  readonly remaining: Decimal
  readonly held: Decimal
  readonly revoked: Decimal
  readonly priority: number
  readonly scope: Scope
  readonly starts_at: string
  readonly expires_at: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly created_at: string
  readonly balance: BalanceAfter
}

export interface Grant {
  readonly id: string
  readonly account: string
  readonly credit_type: string
  readonly source: 'manual' | 'purchase' | 'subscription' | 'promotion' | 'adjustment'
  readonly state: 'scheduled' | 'open' | 'closed'
  readonly amount: Decimal
  readonly remaining: Decimal
  readonly held: Decimal
  readonly revoked: Decimal
  readonly priority: number
  readonly scope: Scope
  readonly starts_at: string
  readonly expires_at: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly created_at: string
}

export interface Revocation {
  readonly id: string
  readonly revoked: Decimal
  readonly debt: Decimal
  readonly written_off: Decimal
  readonly reason: string | null
  readonly at: string
}

export interface GrantDetail {
  readonly id: string
  readonly account: string
  readonly credit_type: string
  readonly source: 'manual' | 'purchase' | 'subscription' | 'promotion' | 'adjustment'
  readonly state: 'scheduled' | 'open' | 'closed'
  readonly amount: Decimal
  readonly remaining: Decimal
  readonly held: Decimal
  readonly revoked: Decimal
  readonly priority: number
  readonly scope: Scope
  readonly starts_at: string
  readonly expires_at: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly created_at: string
  /** By hand, newest last. What a refund or a dispute took back is told by its purchase. */
  readonly revocations: readonly Revocation[]
}

export interface RevocationAnswer {
  /** Null in a repeated answer that was first given before revocations were kept. */
  readonly id: string | null
  readonly revoked: Decimal
  readonly debt: Decimal
  readonly written_off: Decimal
  readonly reason: string | null
  readonly at: string
  readonly grant: string
  readonly balance: BalanceAfter
}

export interface Balance {
  readonly account: string
  readonly credit_type: string
  readonly available: Decimal
  readonly held: Decimal
  readonly debt: Decimal
  readonly expiring_next: {
    readonly at: string
    readonly amount: Decimal
  } | null
  readonly as_of: string
}

export interface DebitReceipt {
  readonly id: string
  readonly status: 'ok'
  readonly account: string
  readonly credit_type: string
  readonly amount: Decimal
  /** What the wallet had left after this debit. */
  readonly balance: {
    readonly available: Decimal
  }
  readonly grants: readonly {
    readonly grant: string
    readonly amount: Decimal
  }[]
  readonly created_at: string
}

export interface DebitResult {
  readonly status: 'ok' | 'refused'
  readonly id?: string
  readonly balance?: {
    readonly available: Decimal
  }
  readonly grants?: readonly {
    readonly grant: string
    readonly amount: Decimal
  }[]
  readonly replayed?: boolean
  readonly code?: string
  readonly detail?: string
}

export interface DebitResults {
  readonly results: readonly DebitResult[]
}

export interface CapUse {
  readonly subject: 'account' | 'member' | 'project' | 'key'
  readonly id: string
  readonly unit: 'credits' | 'money'
  readonly period: 'day' | 'month' | 'total'
  readonly limit: Decimal
  readonly used_before: Decimal
  readonly used_after: Decimal
}

export interface Debit {
  readonly id: string
  readonly status: 'ok' | 'refused'
  /** Why it was refused. */
  readonly code: string | null
  readonly account: string
  readonly credit_type: string
  readonly amount: Decimal
  readonly reversed: Decimal
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
  readonly idempotency_key: string | null
  readonly api_key: string | null
  readonly hold: string | null
  readonly unit_price: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly occurred_at: string | null
  readonly created_at: string
  readonly balance_before: Decimal
  readonly balance_after: Decimal
  readonly caps: readonly CapUse[]
}

export interface Reversal {
  readonly id: string
  readonly debit: string
  readonly amount: Decimal
  /** The part whose grants had expired meanwhile. */
  readonly expired: string | null
  readonly reason: string | null
  readonly created_at: string
}

export interface DebitExplanation {
  readonly id: string
  readonly status: 'ok' | 'refused'
  /** Why it was refused. */
  readonly code: string | null
  readonly account: string
  readonly credit_type: string
  readonly amount: Decimal
  readonly reversed: Decimal
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
  readonly idempotency_key: string | null
  readonly api_key: string | null
  readonly hold: string | null
  readonly unit_price: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly occurred_at: string | null
  readonly created_at: string
  readonly balance_before: Decimal
  readonly balance_after: Decimal
  readonly caps: readonly CapUse[]
  readonly grants: readonly {
    readonly grant: string
    readonly amount: Decimal
    readonly source: string
    readonly priority: number
    readonly scope: Scope
    readonly expires_at: string | null
  }[]
  readonly reversals: readonly Reversal[]
}

export interface ReversalAnswer {
  readonly reversal: Reversal
  readonly debit: Debit
  readonly balance: BalanceAfter
}

export interface HoldAnswer {
  readonly id: string
  readonly account: string
  readonly credit_type: string
  readonly status: 'open' | 'captured' | 'released' | 'expired'
  readonly amount: Decimal
  readonly captured: Decimal
  readonly debit: string | null
  readonly grants: readonly {
    readonly grant: string
    readonly amount: Decimal
  }[]
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
  readonly api_key: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly ends_at: string | null
  readonly created_at: string
  readonly ended_at: string | null
  readonly balance: BalanceAfter
}

export interface Hold {
  readonly id: string
  readonly account: string
  readonly credit_type: string
  readonly status: 'open' | 'captured' | 'released' | 'expired'
  readonly amount: Decimal
  readonly captured: Decimal
  readonly debit: string | null
  readonly grants: readonly {
    readonly grant: string
    readonly amount: Decimal
  }[]
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
  readonly api_key: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly ends_at: string | null
  readonly created_at: string
  readonly ended_at: string | null
}

export interface Capture {
  readonly hold: Hold
  readonly debit: DebitReceipt
  readonly balance: BalanceAfter
}

export interface Cap {
  readonly account: string
  readonly subject: 'account' | 'member' | 'project' | 'key'
  readonly id: string
  readonly limit: Decimal
  readonly unit: 'credits' | 'money'
  readonly period: 'day' | 'month' | 'total'
  readonly created_at: string
}

export interface CapUsage {
  readonly account: string
  readonly subject: 'account' | 'member' | 'project' | 'key'
  readonly id: string
  readonly limit: Decimal
  readonly unit: 'credits' | 'money'
  readonly period: 'day' | 'month' | 'total'
  readonly created_at: string
  readonly used: string | null
  readonly remaining: string | null
  readonly resets_at: string | null
}

export interface Entry {
  readonly credit_type: string
  readonly seq: number
  readonly at: string
  readonly kind: 'grant' | 'debit' | 'reversal' | 'hold' | 'capture' | 'release' | 'expiry' | 'revocation' | 'debt' | 'freeze' | 'thaw' | 'restoration'
  readonly from: 'issued' | 'wallet' | 'held' | 'consumed' | 'expired' | 'revoked' | 'debt'
  readonly to: 'issued' | 'wallet' | 'held' | 'consumed' | 'expired' | 'revoked' | 'debt'
  readonly amount: Decimal
  readonly grant: string | null
  /** The id of what made it: a debit, a grant, a hold, a reversal … */
  readonly cause: string
  readonly balance: BalanceAfter
}

export interface UsageDay {
  readonly day: string
  /** The member, project or feature; null for usage of none, or where nothing is told apart. */
  readonly group: string | null
  /** What debits took, captures of holds included. */
  readonly burned: string
  /** What reversals gave back on that day, of whatever day the debit was. */
  readonly reversed: string
  readonly debits: number
}

export interface UsageTotal {
  /** The member, project or feature; null for usage of none, or where nothing is told apart. */
  readonly group: string | null
  /** What debits took, captures of holds included. */
  readonly burned: string
  /** What reversals gave back on that day, of whatever day the debit was. */
  readonly reversed: string
  readonly debits: number
}

export interface Usage {
  readonly credit_type: string
  readonly from: string
  readonly to: string
  readonly by: 'member' | 'project' | 'feature' | null
  readonly items: readonly UsageDay[]
  readonly totals: readonly UsageTotal[]
}

export interface CreditTypeInDays {
  readonly credit_type: string
  /** What customers can still use just now, what is held included: the liability. */
  readonly outstanding: string
  /** Of that, set aside by holds and disputes. */
  readonly held: string
  /** What accounts owe: credits that were taken back after they were spent. */
  readonly debt: string
  /** Those that have any. */
  readonly accounts: number
  /** Credits granted by purchases, whatever was taken back since. */
  readonly sold: string
  /** Credits granted by anything else: by hand, by subscriptions. */
  readonly granted: string
  /** Burned by debits, less what reversals gave back. */
  readonly burned: string
  readonly expired: Decimal
  /** Taken back: of grants, for refunds and for lost disputes. */
  readonly revoked: string
  readonly days: readonly {
    readonly day: string
    /** Credits granted by purchases, whatever was taken back since. */
    readonly sold: string
    /** Credits granted by anything else: by hand, by subscriptions. */
    readonly granted: string
    /** Burned by debits, less what reversals gave back. */
    readonly burned: string
    readonly expired: Decimal
    /** Taken back: of grants, for refunds and for lost disputes. */
    readonly revoked: string
    /** What could still be used at the end of the day. */
    readonly outstanding: string
  }[]
}

export interface RevenueInDays {
  readonly credit_type: string
  readonly currency: string
  /** Money in whole minor units of the currency, taxes included. */
  readonly gross_minor: number
  /** Money in whole minor units of the currency, taxes included. */
  readonly refunded_minor: number
  readonly days: readonly {
    readonly day: string
    /** Money in whole minor units of the currency, taxes included. */
    readonly gross_minor: number
    /** Money in whole minor units of the currency, taxes included. */
    readonly refunded_minor: number
  }[]
}

export interface Overview {
  readonly from: string
  readonly to: string
  /** Up to when everything is in the days: a minute ago at most, unless the job `sum_days` lags. */
  readonly as_of: string | null
  readonly credit_types: readonly CreditTypeInDays[]
  readonly revenue: readonly RevenueInDays[]
  readonly attention: {
    /** Purchases that are disputed. */
    readonly disputed: number
    /** Subscriptions whose renewal is not paid. */
    readonly past_due: number
    /** Purchases and refunds of which nobody knows yet how they went. */
    readonly uncertain: number
  }
}

export interface Check {
  readonly id: string
  readonly kind: 'verify' | 'reconcile'
  readonly state: 'queued' | 'running' | 'done' | 'failed'
  readonly since: string | null
  readonly progress: {
    readonly done: number
    readonly of: number
  } | null
  readonly created_at: string
  readonly started_at: string | null
  readonly ended_at: string | null
  /** Whether everything holds; null until it is done. */
  readonly holds: boolean | null
  /** How much was looked at, by what it was. */
  readonly counts: Readonly<Record<string, number>>
  /** What the entries come to, where the ledger was proven: of each credit type they sum to zero. */
  readonly books: readonly {
    readonly credit_type: string
    readonly book: string
    readonly amount: Decimal
  }[]
  /** The first hundred. */
  readonly findings: readonly {
    readonly kind: string
    readonly account: string | null
    readonly credit_type: string | null
    readonly purchase: string | null
    readonly what: string
  }[]
  readonly finding_count: number
  /** Why it failed: then nothing is known. */
  readonly error: string | null
}

export interface Job {
  readonly job: string
  readonly last_run_at: string | null
  readonly took_ms: number | null
  readonly succeeded: boolean | null
  readonly error: string | null
  /** How far it is behind, by its work where that tells, else by when it should have run again. */
  readonly lag_seconds: number | null
  readonly runs_every_seconds: number
}

export interface Clock {
  readonly account: string
  readonly now: string
  /** How far it is ahead of the real clock. */
  readonly ahead_ms: number
}

export interface Happened {
  readonly at: string
  readonly what: 'credits' | 'subscription'
  readonly kind: 'grant' | 'debit' | 'reversal' | 'hold' | 'capture' | 'release' | 'expiry' | 'revocation' | 'debt' | 'freeze' | 'thaw' | 'restoration' | 'created' | 'started' | 'month_granted' | 'renewal_billed' | 'renewed' | 'payment_failed' | 'invoice_settled' | 'change_billed' | 'changed' | 'change_failed' | 'change_late' | 'change_pending' | 'pending_cleared' | 'payment_asked_for' | 'cancel_requested' | 'cancel_taken_back' | 'canceled' | 'seat_given' | 'seat_taken' | 'seat_moved'
  readonly credit_type: string | null
  readonly amount: string | null
  /** How many entries of the ledger the amount is the sum of. */
  readonly entries: number | null
  readonly subscription: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
}

export interface AdvancedClock {
  readonly account: string
  readonly now: string
  /** How far it is ahead of the real clock. */
  readonly ahead_ms: number
  readonly happened: readonly Happened[]
}

export interface IssuedKey {
  readonly id: string
  readonly account: string | null
  readonly member: string | null
  readonly role: 'operator' | 'admin' | 'spender' | 'viewer'
  /** The face that it opens; a native one opens all. */
  readonly dialect: 'native' | 'neo' | 'vercel' | 'hyperline'
  readonly name: string | null
  readonly prefix: string
  readonly last_four: string
  /** How many requests it may send in ten seconds; null: as many as any other. */
  readonly rate_limit: number | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked_at: string | null
  /** Shown this once. Null in a replay that was asked for with another key than the first call. */
  readonly secret: string | null
}

export interface Key {
  readonly id: string
  readonly account: string | null
  readonly member: string | null
  readonly role: 'operator' | 'admin' | 'spender' | 'viewer'
  /** The face that it opens; a native one opens all. */
  readonly dialect: 'native' | 'neo' | 'vercel' | 'hyperline'
  readonly name: string | null
  readonly prefix: string
  readonly last_four: string
  /** How many requests it may send in ten seconds; null: as many as any other. */
  readonly rate_limit: number | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked_at: string | null
}

export interface WebhookEndpointWithSecret {
  readonly id: string
  readonly url: string
  /** What is told there; null for everything. */
  readonly types: readonly ('purchase.pending' | 'purchase.awaiting_checkout' | 'purchase.charging' | 'purchase.paid' | 'purchase.failed' | 'purchase.expired' | 'purchase.partially_refunded' | 'purchase.refunded' | 'purchase.disputed' | 'purchase.won' | 'purchase.lost' | 'subscription.created' | 'subscription.started' | 'subscription.month_granted' | 'subscription.renewal_billed' | 'subscription.renewed' | 'subscription.payment_failed' | 'subscription.invoice_settled' | 'subscription.change_billed' | 'subscription.changed' | 'subscription.change_failed' | 'subscription.change_late' | 'subscription.change_pending' | 'subscription.pending_cleared' | 'subscription.payment_asked_for' | 'subscription.cancel_requested' | 'subscription.cancel_taken_back' | 'subscription.canceled' | 'subscription.seat_given' | 'subscription.seat_taken' | 'subscription.seat_moved')[] | null
  /** Switched off by you, or after five days in which nothing was taken. */
  readonly active: boolean
  /** Since when every attempt has failed. */
  readonly failing_since: string | null
  /** Until then the secret before signs too. */
  readonly previous_secret_until: string | null
  readonly created_at: string
  readonly updated_at: string
  /** Shown this once. Null in a replay that was asked for with another key than the first call. */
  readonly secret: string | null
}

export interface WebhookEndpoint {
  readonly id: string
  readonly url: string
  /** What is told there; null for everything. */
  readonly types: readonly ('purchase.pending' | 'purchase.awaiting_checkout' | 'purchase.charging' | 'purchase.paid' | 'purchase.failed' | 'purchase.expired' | 'purchase.partially_refunded' | 'purchase.refunded' | 'purchase.disputed' | 'purchase.won' | 'purchase.lost' | 'subscription.created' | 'subscription.started' | 'subscription.month_granted' | 'subscription.renewal_billed' | 'subscription.renewed' | 'subscription.payment_failed' | 'subscription.invoice_settled' | 'subscription.change_billed' | 'subscription.changed' | 'subscription.change_failed' | 'subscription.change_late' | 'subscription.change_pending' | 'subscription.pending_cleared' | 'subscription.payment_asked_for' | 'subscription.cancel_requested' | 'subscription.cancel_taken_back' | 'subscription.canceled' | 'subscription.seat_given' | 'subscription.seat_taken' | 'subscription.seat_moved')[] | null
  /** Switched off by you, or after five days in which nothing was taken. */
  readonly active: boolean
  /** Since when every attempt has failed. */
  readonly failing_since: string | null
  /** Until then the secret before signs too. */
  readonly previous_secret_until: string | null
  readonly created_at: string
  readonly updated_at: string
}

export interface WebhookDelivery {
  readonly id: string
  readonly endpoint: string
  /** The `webhook-id` that it is sent with, however often. */
  readonly event: string
  readonly type: 'purchase.pending' | 'purchase.awaiting_checkout' | 'purchase.charging' | 'purchase.paid' | 'purchase.failed' | 'purchase.expired' | 'purchase.partially_refunded' | 'purchase.refunded' | 'purchase.disputed' | 'purchase.won' | 'purchase.lost' | 'subscription.created' | 'subscription.started' | 'subscription.month_granted' | 'subscription.renewal_billed' | 'subscription.renewed' | 'subscription.payment_failed' | 'subscription.invoice_settled' | 'subscription.change_billed' | 'subscription.changed' | 'subscription.change_failed' | 'subscription.change_late' | 'subscription.change_pending' | 'subscription.pending_cleared' | 'subscription.payment_asked_for' | 'subscription.cancel_requested' | 'subscription.cancel_taken_back' | 'subscription.canceled' | 'subscription.seat_given' | 'subscription.seat_taken' | 'subscription.seat_moved' | 'ping'
  readonly account: string | null
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly last_attempt_at: string | null
  /** What the endpoint answered with, where it did. */
  readonly last_status: number | null
  readonly last_error: string | null
  /** Null where it has not been tried, or is not tried again. */
  readonly next_attempt_at: string | null
  readonly happened_at: string
}

export interface LinksRevoked {
  readonly account: string
  readonly revoked_at: string
}

export interface CreateAccountBody {
  readonly id?: string
  readonly kind: 'user' | 'team'
  readonly name: string
  readonly slug?: string | null
  /** A saved card, or what the account has of the credit type `miu`. */
  readonly pays_with?: 'card' | 'commitment'
  /** Whether a purchase without a card may open a page on the faces that would else refuse it. */
  readonly hosted_checkout?: boolean
  /** What becomes of credits that a refund takes back and that were spent. */
  readonly spent_on_refund?: 'debt' | 'write_off'
  /** What members without a seat may draw on while the account has a subscription to seats: the credits that are nobody's own, such as those that were topped up, or nothing. */
  readonly seatless?: 'topup' | 'nothing'
}

export interface ListAccountsQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly search?: string
}

export interface UpdateAccountBody {
  readonly name?: string
  readonly slug?: string | null
  /** A saved card, or what the account has of the credit type `miu`. */
  readonly pays_with?: 'card' | 'commitment'
  /** Whether a purchase without a card may open a page on the faces that would else refuse it. */
  readonly hosted_checkout?: boolean
  /** What becomes of credits that a refund takes back and that were spent. */
  readonly spent_on_refund?: 'debt' | 'write_off'
  /** What members without a seat may draw on while the account has a subscription to seats: the credits that are nobody's own, such as those that were topped up, or nothing. */
  readonly seatless?: 'topup' | 'nothing'
}

export interface AddMemberBody {
  readonly id?: string
  readonly email?: string | null
  readonly role?: 'owner' | 'admin' | 'member' | 'developer' | 'security' | 'billing' | 'viewer' | 'viewer_for_plus' | 'contributor'
  readonly status?: 'active' | 'invited'
}

export interface ListMembersQuery {
  readonly limit?: number
  readonly cursor?: string
}

export interface UpdateMemberBody {
  readonly email?: string | null
  readonly role?: 'owner' | 'admin' | 'member' | 'developer' | 'security' | 'billing' | 'viewer' | 'viewer_for_plus' | 'contributor'
  readonly status?: 'active' | 'invited'
}

export interface CreateCreditTypeBody {
  readonly id?: string
  readonly name: string
  readonly unit?: string
  /** Money for one credit, in major units, with at most six decimals. */
  readonly unit_price?: string | null
  readonly currency?: string
  readonly expiry?: {
    readonly policy: 'never' | 'fixed' | 'rolling' | 'period_end'
    /** An ISO 8601 duration such as P30D or P1Y. */
    readonly after?: string
    readonly period?: 'day' | 'month' | 'year'
  }
}

export interface ListCreditTypesQuery {
  readonly limit?: number
  readonly cursor?: string
}

export interface UpdateCreditTypeBody {
  readonly name?: string
  readonly unit?: string
  /** Money for one credit, in major units, with at most six decimals. */
  readonly unit_price?: string | null
  readonly currency?: string
  readonly expiry?: {
    readonly policy: 'never' | 'fixed' | 'rolling' | 'period_end'
    /** An ISO 8601 duration such as P30D or P1Y. */
    readonly after?: string
    readonly period?: 'day' | 'month' | 'year'
  }
}

export interface CreatePriceBody {
  readonly credit_type: string
  readonly currency?: string
  readonly scheme: 'unit' | 'bundle' | 'volume'
  /** Money for one credit, in major units, with at most six decimals. */
  readonly unit_price?: string
  /** Credits, above zero, with at most six decimals. */
  readonly pack_size?: string
  /** Money in major units, such as "12.50", above zero. */
  readonly pack_price?: string
  readonly tiers?: readonly {
    /** Credits, above zero, with at most six decimals. */
    readonly up_to?: string
    /** Money for one credit, in major units, with at most six decimals. */
    readonly unit_price: string
  }[]
}

export interface ListPricesQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly credit_type?: string
}

export interface CreatePlanBody {
  readonly id?: string
  readonly name: string
  readonly credit_type: string
  readonly currency?: string
  /** `seats`: each seat is a member's, whose usage alone draws on it. `quantity`: one lot of credits a month for the whole account. */
  readonly gives_to?: 'seats' | 'quantity'
  readonly pricing: {
    readonly by: 'size' | 'credit'
    readonly sizes?: readonly {
      /** Credits, above zero, with at most six decimals. */
      readonly credits: string
      /** Money in major units, such as "12.50", above zero. */
      readonly month_price?: string
      /** Money in major units, such as "12.50", above zero. */
      readonly year_price?: string
    }[]
    /** Money for one credit, in major units, with at most six decimals. */
    readonly month_unit_price?: string
    /** Money for one credit, in major units, with at most six decimals. */
    readonly year_unit_price?: string
  }
  /** Zero or more, with at most six decimals. */
  readonly bonus?: string
  readonly days_until_due?: number
}

export interface ListPlansQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly credit_type?: string
}

export interface CreateQuoteBody {
  readonly credit_type: string
  /** Credits, above zero, with at most six decimals. */
  readonly amount: string
  readonly price?: string | null
}

export interface CreatePurchaseBody {
  readonly credit_type: string
  /** Credits, above zero, with at most six decimals. */
  readonly amount: string
  readonly price?: string | null
  /** Money in major units, such as "12.50", or 0. */
  readonly expected_amount?: string
  readonly payment_method?: string | null
  readonly success_url?: string | null
  readonly cancel_url?: string | null
  readonly expires_at?: string | null
  readonly source?: string | null
}

export interface ListPurchasesQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly credit_type?: string
  readonly state?: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
  readonly dialect?: string
  readonly from?: string
  readonly to?: string
}

export interface ListAllPurchasesQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly account?: string
  readonly credit_type?: string
  readonly state?: 'pending' | 'awaiting_checkout' | 'charging' | 'paid' | 'failed' | 'expired' | 'partially_refunded' | 'refunded' | 'disputed' | 'won' | 'lost'
  readonly dialect?: string
  readonly from?: string
  readonly to?: string
}

export interface CreateRefundBody {
  /** Money in major units, such as "12.50", above zero. */
  readonly amount?: string
  readonly reason?: string | null
}

export interface AddPaymentMethodBody {
  readonly success_url: string
  readonly cancel_url?: string | null
}

export interface ListInvoicesQuery {
  readonly limit?: number
  readonly cursor?: string
}

export interface PreviewSubscriptionBody {
  readonly plan: string
  readonly seats: number
  /** Credits, above zero, with at most six decimals. */
  readonly credits_per_seat: string
  readonly interval?: 'month' | 'year'
}

export interface CreateSubscriptionBody {
  readonly plan: string
  readonly seats: number
  /** Credits, above zero, with at most six decimals. */
  readonly credits_per_seat: string
  readonly interval?: 'month' | 'year'
  readonly member?: string | null
  readonly collection?: 'charge_automatically' | 'send_invoice'
  readonly payment_method?: string | null
  readonly success_url?: string | null
  readonly cancel_url?: string | null
  /** Money in major units, such as "12.50", or 0. */
  readonly expected_amount?: string
}

export interface ListSubscriptionsQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly status?: 'incomplete' | 'active' | 'past_due' | 'canceled'
}

export interface ChangeSubscriptionBody {
  readonly plan?: string
  readonly seats?: number
  /** Credits, above zero, with at most six decimals. */
  readonly credits_per_seat?: string
  readonly interval?: 'month' | 'year'
  readonly demote?: readonly string[]
  readonly payment_method?: string | null
  readonly success_url?: string | null
  readonly cancel_url?: string | null
  /** Money in major units, such as "12.50", or 0. */
  readonly expected_amount?: string
  readonly reason?: string | null
}

export interface ListSubscriptionEventsQuery {
  readonly limit?: number
  readonly cursor?: string
}

export interface PreviewChangeBody {
  readonly plan?: string
  readonly seats?: number
  /** Credits, above zero, with at most six decimals. */
  readonly credits_per_seat?: string
  readonly interval?: 'month' | 'year'
}

export interface CancelSubscriptionBody {
  readonly at?: 'period_end' | 'now'
  readonly reason?: string | null
}

export interface ListAllSubscriptionsQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly status?: 'incomplete' | 'active' | 'past_due' | 'canceled'
}

export interface ListSeatsQuery {
  readonly limit?: number
  readonly cursor?: string
}

export interface MoveSeatBody {
  readonly to: string
}

export interface CreateGrantBody {
  readonly credit_type: string
  /** Credits, above zero, with at most six decimals. */
  readonly amount: string
  readonly source?: 'manual' | 'promotion' | 'adjustment'
  readonly priority?: number
  readonly scope?: {
    readonly member?: string | null
    readonly project?: string | null
    readonly feature?: string | null
  }
  readonly starts_at?: string | null
  readonly expires_at?: string | null
  /** Up to 50 fields of your own: text, numbers, true, false or null. A number of more digits than a double keeps is refused: send it as text. */
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>
}

export interface ListGrantsQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly credit_type?: string
  readonly state?: 'scheduled' | 'open' | 'closed'
}

export interface RevokeGrantBody {
  /** Credits, above zero, with at most six decimals. */
  readonly amount?: string
  readonly spent?: 'write_off' | 'debt'
  readonly reason?: string | null
}

export interface ListBalancesQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly as_of?: string
}

export interface GetBalanceQuery {
  readonly as_of?: string
  readonly member?: string
  readonly project?: string
  readonly feature?: string
}

export interface CreateDebitBody {
  readonly credit_type: string
  /** Credits, above zero, with at most six decimals. */
  readonly amount: string
  readonly member?: string | null
  readonly project?: string | null
  readonly feature?: string | null
  /** Up to 50 fields of your own: text, numbers, true, false or null. A number of more digits than a double keeps is refused: send it as text. */
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>
  readonly occurred_at?: string
}

export interface ListDebitsQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly credit_type?: string
  readonly member?: string
  readonly project?: string
  readonly feature?: string
}

export interface BatchDebitsBody {
  readonly debits: readonly {
    readonly key: string
    readonly account: string
    readonly credit_type: string
    /** Credits, above zero, with at most six decimals. */
    readonly amount: string
    readonly member?: string | null
    readonly project?: string | null
    readonly feature?: string | null
    /** Up to 50 fields of your own: text, numbers, true, false or null. A number of more digits than a double keeps is refused: send it as text. */
    readonly metadata?: Readonly<Record<string, string | number | boolean | null>>
    readonly occurred_at?: string
  }[]
}

export interface ReverseDebitBody {
  /** Credits, above zero, with at most six decimals. */
  readonly amount?: string
  readonly reason?: string | null
}

export interface CreateHoldBody {
  readonly credit_type: string
  /** Credits, above zero, with at most six decimals. */
  readonly amount: string
  readonly ttl_seconds: number
  readonly member?: string | null
  readonly project?: string | null
  readonly feature?: string | null
  /** Up to 50 fields of your own: text, numbers, true, false or null. A number of more digits than a double keeps is refused: send it as text. */
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>
}

export interface ListHoldsQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly status?: 'open' | 'captured' | 'released' | 'expired'
}

export interface CaptureHoldBody {
  /** Credits, above zero, with at most six decimals. */
  readonly amount?: string
  readonly allow_more?: boolean
  /** Up to 50 fields of your own: text, numbers, true, false or null. A number of more digits than a double keeps is refused: send it as text. */
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>
}

export interface ExtendHoldBody {
  readonly ttl_seconds: number
}

export interface PutCapBody {
  /** Zero or more, with at most six decimals. */
  readonly limit: string
  readonly unit: 'credits' | 'money'
  readonly period: 'day' | 'month' | 'total'
}

export interface ListCapsQuery {
  readonly limit?: number
  readonly cursor?: string
}

export interface ListEntriesQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly credit_type?: string
  readonly kind?: 'grant' | 'debit' | 'reversal' | 'hold' | 'capture' | 'release' | 'expiry' | 'revocation' | 'debt' | 'freeze' | 'thaw' | 'restoration'
  readonly grant?: string
}

export interface GetUsageQuery {
  readonly credit_type?: string
  /** The first day, in UTC, or a time on it. Left out: thirty days in all. */
  readonly from?: string
  /** The last day, in UTC, or a time on it. Left out: today. */
  readonly to?: string
  readonly by?: 'member' | 'project' | 'feature'
  readonly member?: string
}

export interface GetOverviewQuery {
  /** The first day, in UTC, or a time on it. Left out: thirty days in all. */
  readonly from?: string
  /** The last day, in UTC, or a time on it. Left out: today. */
  readonly to?: string
}

export interface AskCheckBody {
  readonly kind: 'verify' | 'reconcile'
  /** How far back purchases are compared, in hours, days or weeks: `12h`, `30d`, `4w`; seven days unless said. */
  readonly since?: string
}

export interface ListChecksQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly kind?: 'verify' | 'reconcile'
}

export interface ListJobsAnswer {
  readonly items: readonly Job[]
}

export interface AdvanceClockBody {
  /** An ISO 8601 duration, by the UTC calendar: `P3M`, `P10D`. */
  readonly advance: string
}

export interface IssueKeyBody {
  readonly account?: string | null
  readonly member?: string | null
  readonly role?: 'operator' | 'admin' | 'spender' | 'viewer'
  readonly dialect?: 'native' | 'neo' | 'vercel' | 'hyperline'
  readonly test?: boolean
  readonly name?: string | null
  /** How many requests it may send in ten seconds. Only the operator says so. */
  readonly rate_limit?: number | null
  readonly expires_at?: string | null
}

export interface ListKeysQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly account?: string
}

export interface CreateWebhookEndpointBody {
  readonly url: string
  /** What is told there; null for everything. */
  readonly types?: readonly ('purchase.pending' | 'purchase.awaiting_checkout' | 'purchase.charging' | 'purchase.paid' | 'purchase.failed' | 'purchase.expired' | 'purchase.partially_refunded' | 'purchase.refunded' | 'purchase.disputed' | 'purchase.won' | 'purchase.lost' | 'subscription.created' | 'subscription.started' | 'subscription.month_granted' | 'subscription.renewal_billed' | 'subscription.renewed' | 'subscription.payment_failed' | 'subscription.invoice_settled' | 'subscription.change_billed' | 'subscription.changed' | 'subscription.change_failed' | 'subscription.change_late' | 'subscription.change_pending' | 'subscription.pending_cleared' | 'subscription.payment_asked_for' | 'subscription.cancel_requested' | 'subscription.cancel_taken_back' | 'subscription.canceled' | 'subscription.seat_given' | 'subscription.seat_taken' | 'subscription.seat_moved')[] | null
  readonly active?: boolean
}

export interface UpdateWebhookEndpointBody {
  readonly url?: string
  /** What is told there; null for everything. */
  readonly types?: readonly ('purchase.pending' | 'purchase.awaiting_checkout' | 'purchase.charging' | 'purchase.paid' | 'purchase.failed' | 'purchase.expired' | 'purchase.partially_refunded' | 'purchase.refunded' | 'purchase.disputed' | 'purchase.won' | 'purchase.lost' | 'subscription.created' | 'subscription.started' | 'subscription.month_granted' | 'subscription.renewal_billed' | 'subscription.renewed' | 'subscription.payment_failed' | 'subscription.invoice_settled' | 'subscription.change_billed' | 'subscription.changed' | 'subscription.change_failed' | 'subscription.change_late' | 'subscription.change_pending' | 'subscription.pending_cleared' | 'subscription.payment_asked_for' | 'subscription.cancel_requested' | 'subscription.cancel_taken_back' | 'subscription.canceled' | 'subscription.seat_given' | 'subscription.seat_taken' | 'subscription.seat_moved')[] | null
  readonly active?: boolean
}

export interface ListWebhookDeliveriesQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly endpoint?: string
  readonly state?: 'waiting' | 'delivered' | 'failed'
}

export interface GetMeAnswer {
  readonly role: 'operator' | 'admin' | 'spender' | 'viewer' | 'buyer' | 'member'
  readonly account: string | null
  readonly member: string | null
  readonly key: string | null
  /** Where the portal leads back to. */
  readonly return_url: string | null
  /** When a link to the portal ends. */
  readonly expires_at: string | null
}

export interface CreatePortalSessionBody {
  readonly account: string
  readonly member?: string | null
  readonly return_url?: string | null
  readonly expires_in_seconds?: number
}

export interface CreatePortalSessionAnswer {
  readonly account: string
  readonly member: string | null
  readonly role: 'buyer' | 'member'
  /** The link. Its token is behind the #, which no server is sent. */
  readonly url: string
  /** The same token, for a page of your own that calls the API. */
  readonly token: string
  readonly return_url: string | null
  readonly expires_at: string
}

/** What any call may be refused for. */
export type CommonRefusal = 'invalid_request' | 'invalid_json' | 'body_too_large' | 'unsupported_media_type' | 'unauthenticated' | 'forbidden' | 'rate_limited' | 'internal' | 'unavailable'

export interface Operations {
  /** Create an account. */
  readonly create_account: {
    readonly params: undefined
    readonly query: undefined
    readonly body: CreateAccountBody
    readonly answer: Account
    readonly refusals: CommonRefusal | 'account_exists' | 'slug_taken' | 'idempotency_key_reused'
  }
  /** List accounts. */
  readonly list_accounts: {
    readonly params: undefined
    readonly query: ListAccountsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Account>
    readonly refusals: CommonRefusal
  }
  /** Get an account. */
  readonly get_account: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Account
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Change an account. */
  readonly update_account: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: UpdateAccountBody
    readonly answer: Account
    readonly refusals: CommonRefusal | 'account_not_found' | 'slug_taken' | 'idempotency_key_reused'
  }
  /** Add a member. */
  readonly add_member: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: AddMemberBody
    readonly answer: Member
    readonly refusals: CommonRefusal | 'account_not_found' | 'member_exists' | 'idempotency_key_reused'
  }
  /** List an account's members. */
  readonly list_members: {
    readonly params: { readonly account: string }
    readonly query: ListMembersQuery | undefined
    readonly body: undefined
    readonly answer: Page<Member>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get a member. */
  readonly get_member: {
    readonly params: { readonly account: string; readonly member: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Member
    readonly refusals: CommonRefusal | 'account_not_found' | 'member_not_found'
  }
  /** Change a member. */
  readonly update_member: {
    readonly params: { readonly account: string; readonly member: string }
    readonly query: undefined
    readonly body: UpdateMemberBody
    readonly answer: Member
    readonly refusals: CommonRefusal | 'account_not_found' | 'member_not_found' | 'idempotency_key_reused'
  }
  /** Remove a member. */
  readonly remove_member: {
    readonly params: { readonly account: string; readonly member: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Member
    readonly refusals: CommonRefusal | 'account_not_found' | 'member_not_found' | 'idempotency_key_reused'
  }
  /** Create a credit type. */
  readonly create_credit_type: {
    readonly params: undefined
    readonly query: undefined
    readonly body: CreateCreditTypeBody
    readonly answer: CreditType
    readonly refusals: CommonRefusal | 'credit_type_exists' | 'idempotency_key_reused'
  }
  /** List the credit types. */
  readonly list_credit_types: {
    readonly params: undefined
    readonly query: ListCreditTypesQuery | undefined
    readonly body: undefined
    readonly answer: Page<CreditType>
    readonly refusals: CommonRefusal
  }
  /** Get a credit type. */
  readonly get_credit_type: {
    readonly params: { readonly credit_type: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: CreditType
    readonly refusals: CommonRefusal | 'credit_type_not_found'
  }
  /** Change a credit type. */
  readonly update_credit_type: {
    readonly params: { readonly credit_type: string }
    readonly query: undefined
    readonly body: UpdateCreditTypeBody
    readonly answer: CreditType
    readonly refusals: CommonRefusal | 'credit_type_not_found' | 'idempotency_key_reused'
  }
  /** Create a price. */
  readonly create_price: {
    readonly params: undefined
    readonly query: undefined
    readonly body: CreatePriceBody
    readonly answer: Price
    readonly refusals: CommonRefusal | 'credit_type_not_found' | 'idempotency_key_reused'
  }
  /** List the prices. */
  readonly list_prices: {
    readonly params: undefined
    readonly query: ListPricesQuery | undefined
    readonly body: undefined
    readonly answer: Page<Price>
    readonly refusals: CommonRefusal
  }
  /** Get a price. */
  readonly get_price: {
    readonly params: { readonly price: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Price
    readonly refusals: CommonRefusal | 'price_not_found'
  }
  /** Archive a price. */
  readonly archive_price: {
    readonly params: { readonly price: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Price
    readonly refusals: CommonRefusal | 'price_not_found' | 'idempotency_key_reused'
  }
  /** Create a plan. */
  readonly create_plan: {
    readonly params: undefined
    readonly query: undefined
    readonly body: CreatePlanBody
    readonly answer: Plan
    readonly refusals: CommonRefusal | 'credit_type_not_found' | 'plan_exists' | 'plan_not_offered' | 'idempotency_key_reused'
  }
  /** List the plans. */
  readonly list_plans: {
    readonly params: undefined
    readonly query: ListPlansQuery | undefined
    readonly body: undefined
    readonly answer: Page<Plan>
    readonly refusals: CommonRefusal
  }
  /** Get a plan. */
  readonly get_plan: {
    readonly params: { readonly plan: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Plan
    readonly refusals: CommonRefusal | 'plan_not_found'
  }
  /** Archive a plan. */
  readonly archive_plan: {
    readonly params: { readonly plan: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Plan
    readonly refusals: CommonRefusal | 'plan_not_found' | 'idempotency_key_reused'
  }
  /** Ask what credits would cost. */
  readonly create_quote: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: CreateQuoteBody
    readonly answer: Quote
    readonly refusals: CommonRefusal | 'price_mismatch' | 'not_a_whole_pack' | 'amount_too_small' | 'credits_out_of_range' | 'account_not_found' | 'credit_type_not_found' | 'price_not_found' | 'not_for_sale' | 'idempotency_key_reused'
  }
  /** Buy credits. */
  readonly create_purchase: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: CreatePurchaseBody
    readonly answer: Purchase
    readonly refusals: CommonRefusal | 'price_mismatch' | 'not_a_whole_pack' | 'amount_too_small' | 'credits_out_of_range' | 'expiry_not_ahead' | 'redirect_not_allowed' | 'card_declined' | 'payment_refused' | 'account_not_found' | 'credit_type_not_found' | 'price_not_found' | 'payment_method_not_found' | 'not_for_sale' | 'amount_changed' | 'idempotency_key_reused'
  }
  /** List the purchases of an account. */
  readonly list_purchases: {
    readonly params: { readonly account: string }
    readonly query: ListPurchasesQuery | undefined
    readonly body: undefined
    readonly answer: Page<Purchase>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get a purchase. */
  readonly get_purchase: {
    readonly params: { readonly account: string; readonly purchase: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: PurchaseStory
    readonly refusals: CommonRefusal | 'account_not_found' | 'purchase_not_found'
  }
  /** List the purchases of all accounts. */
  readonly list_all_purchases: {
    readonly params: undefined
    readonly query: ListAllPurchasesQuery | undefined
    readonly body: undefined
    readonly answer: Page<Purchase>
    readonly refusals: CommonRefusal
  }
  /** Refund a purchase, in part or whole. */
  readonly create_refund: {
    readonly params: { readonly account: string; readonly purchase: string }
    readonly query: undefined
    readonly body: CreateRefundBody | undefined
    readonly answer: RefundAnswer
    readonly refusals: CommonRefusal | 'payment_refused' | 'account_not_found' | 'purchase_not_found' | 'purchase_not_refundable' | 'refund_exceeds_purchase' | 'payment_pending' | 'idempotency_key_reused'
  }
  /** List the refunds of a purchase. */
  readonly list_refunds: {
    readonly params: { readonly account: string; readonly purchase: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Page<Refund>
    readonly refusals: CommonRefusal | 'account_not_found' | 'purchase_not_found'
  }
  /** List the saved cards of an account. */
  readonly list_payment_methods: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Page<PaymentMethod>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Save a card without buying. */
  readonly add_payment_method: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: AddPaymentMethodBody
    readonly answer: PaymentMethodPage
    readonly refusals: CommonRefusal | 'redirect_not_allowed' | 'account_not_found' | 'idempotency_key_reused'
  }
  /** Make a saved card the default one. */
  readonly set_default_payment_method: {
    readonly params: { readonly account: string; readonly payment_method: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: PaymentMethod
    readonly refusals: CommonRefusal | 'account_not_found' | 'payment_method_not_found' | 'idempotency_key_reused'
  }
  /** Forget a saved card. */
  readonly remove_payment_method: {
    readonly params: { readonly account: string; readonly payment_method: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: PaymentMethod
    readonly refusals: CommonRefusal | 'account_not_found' | 'payment_method_not_found' | 'idempotency_key_reused'
  }
  /** List the invoices of an account. */
  readonly list_invoices: {
    readonly params: { readonly account: string }
    readonly query: ListInvoicesQuery | undefined
    readonly body: undefined
    readonly answer: Page<Invoice>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Ask what subscribing would cost. */
  readonly preview_subscription: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: PreviewSubscriptionBody
    readonly answer: Change
    readonly refusals: CommonRefusal | 'amount_too_small' | 'account_not_found' | 'plan_not_found' | 'plan_not_offered' | 'seats_out_of_range' | 'idempotency_key_reused'
  }
  /** Subscribe an account to a plan. */
  readonly create_subscription: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: CreateSubscriptionBody
    readonly answer: SubscriptionBilled
    readonly refusals: CommonRefusal | 'amount_too_small' | 'redirect_not_allowed' | 'card_declined' | 'payment_refused' | 'account_not_found' | 'member_not_found' | 'plan_not_found' | 'payment_method_not_found' | 'subscription_exists' | 'amount_changed' | 'payment_pending' | 'plan_not_offered' | 'seats_out_of_range' | 'idempotency_key_reused'
  }
  /** List the subscriptions of an account. */
  readonly list_subscriptions: {
    readonly params: { readonly account: string }
    readonly query: ListSubscriptionsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Subscription>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get a subscription. */
  readonly get_subscription: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Subscription
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found'
  }
  /** Change a subscription. */
  readonly change_subscription: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: ChangeSubscriptionBody
    readonly answer: SubscriptionChanged
    readonly refusals: CommonRefusal | 'amount_too_small' | 'redirect_not_allowed' | 'card_declined' | 'payment_refused' | 'account_not_found' | 'subscription_not_found' | 'payment_method_not_found' | 'subscription_not_active' | 'subscription_ends' | 'demotion_required' | 'member_has_no_seat' | 'amount_changed' | 'payment_pending' | 'plan_not_offered' | 'seats_out_of_range' | 'idempotency_key_reused'
  }
  /** Get all that a billing page shows. */
  readonly get_subscription_overview: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: SubscriptionOverview
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'subscription_not_active'
  }
  /** List what happened to a subscription. */
  readonly list_subscription_events: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: ListSubscriptionEventsQuery | undefined
    readonly body: undefined
    readonly answer: Page<SubscriptionEvent>
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found'
  }
  /** Ask what a change would cost. */
  readonly preview_change: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: PreviewChangeBody
    readonly answer: Change
    readonly refusals: CommonRefusal | 'amount_too_small' | 'account_not_found' | 'subscription_not_found' | 'subscription_not_active' | 'subscription_ends' | 'plan_not_offered' | 'seats_out_of_range' | 'idempotency_key_reused'
  }
  /** Take a pending change back. */
  readonly clear_pending_change: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Subscription
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'subscription_not_active' | 'payment_pending' | 'idempotency_key_reused'
  }
  /** Cancel a subscription. */
  readonly cancel_subscription: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: CancelSubscriptionBody | undefined
    readonly answer: Subscription
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'subscription_not_active' | 'payment_pending' | 'idempotency_key_reused'
  }
  /** Take a cancellation back. */
  readonly resume_subscription: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Subscription
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'subscription_not_active' | 'idempotency_key_reused'
  }
  /** Pay what is past due. */
  readonly pay_subscription: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Subscription
    readonly refusals: CommonRefusal | 'payment_method_missing' | 'card_declined' | 'payment_refused' | 'account_not_found' | 'subscription_not_found' | 'payment_method_not_found' | 'subscription_not_active' | 'too_many_attempts' | 'payment_pending' | 'idempotency_key_reused'
  }
  /** List the subscriptions of all accounts. */
  readonly list_all_subscriptions: {
    readonly params: undefined
    readonly query: ListAllSubscriptionsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Subscription>
    readonly refusals: CommonRefusal
  }
  /** List the seats of a subscription. */
  readonly list_seats: {
    readonly params: { readonly account: string; readonly subscription: string }
    readonly query: ListSeatsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Seat>
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found'
  }
  /** Give a member a seat. */
  readonly give_seat: {
    readonly params: { readonly account: string; readonly subscription: string; readonly member: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: MemberSeat
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'member_not_found' | 'subscription_not_active' | 'demotion_required' | 'no_free_seat' | 'idempotency_key_reused'
  }
  /** Take a member's seat. */
  readonly take_seat: {
    readonly params: { readonly account: string; readonly subscription: string; readonly member: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: MemberSeat
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'member_has_no_seat' | 'idempotency_key_reused'
  }
  /** Move a member's seat to another member. */
  readonly move_seat: {
    readonly params: { readonly account: string; readonly subscription: string; readonly member: string }
    readonly query: undefined
    readonly body: MoveSeatBody
    readonly answer: MemberSeat
    readonly refusals: CommonRefusal | 'account_not_found' | 'subscription_not_found' | 'member_not_found' | 'subscription_not_active' | 'demotion_required' | 'member_has_no_seat' | 'member_has_seat' | 'idempotency_key_reused'
  }
  /** Grant credits. */
  readonly create_grant: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: CreateGrantBody
    readonly answer: NewGrant
    readonly refusals: CommonRefusal | 'account_not_found' | 'credit_type_not_found' | 'member_not_found' | 'grant_already_expired' | 'wallet_limit_exceeded' | 'idempotency_key_reused'
  }
  /** List an account's grants. */
  readonly list_grants: {
    readonly params: { readonly account: string }
    readonly query: ListGrantsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Grant>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get a grant. */
  readonly get_grant: {
    readonly params: { readonly account: string; readonly grant: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: GrantDetail
    readonly refusals: CommonRefusal | 'account_not_found' | 'grant_not_found'
  }
  /** Take credits of a grant back. */
  readonly revoke_grant: {
    readonly params: { readonly account: string; readonly grant: string }
    readonly query: undefined
    readonly body: RevokeGrantBody | undefined
    readonly answer: RevocationAnswer
    readonly refusals: CommonRefusal | 'account_not_found' | 'grant_not_found' | 'revocation_exceeds_grant' | 'wallet_limit_exceeded' | 'idempotency_key_reused'
  }
  /** Get an account's balances. */
  readonly list_balances: {
    readonly params: { readonly account: string }
    readonly query: ListBalancesQuery | undefined
    readonly body: undefined
    readonly answer: Page<Balance>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get a balance. */
  readonly get_balance: {
    readonly params: { readonly account: string; readonly credit_type: string }
    readonly query: GetBalanceQuery | undefined
    readonly body: undefined
    readonly answer: Balance
    readonly refusals: CommonRefusal | 'account_not_found' | 'credit_type_not_found'
  }
  /** Burn credits. */
  readonly create_debit: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: CreateDebitBody
    readonly answer: DebitReceipt
    readonly refusals: CommonRefusal | 'insufficient_credits' | 'account_spending_cap_reached' | 'user_spending_cap_reached' | 'project_spending_cap_reached' | 'key_spending_cap_reached' | 'account_not_found' | 'credit_type_not_found' | 'member_not_found' | 'idempotency_key_reused'
  }
  /** List an account's debits. */
  readonly list_debits: {
    readonly params: { readonly account: string }
    readonly query: ListDebitsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Debit>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Burn credits many times at once. */
  readonly batch_debits: {
    readonly params: undefined
    readonly query: undefined
    readonly body: BatchDebitsBody
    readonly answer: DebitResults
    readonly refusals: CommonRefusal | 'idempotency_key_reused'
  }
  /** Explain a debit. */
  readonly get_debit: {
    readonly params: { readonly account: string; readonly debit: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: DebitExplanation
    readonly refusals: CommonRefusal | 'account_not_found' | 'debit_not_found'
  }
  /** Give a debit back, in part or whole. */
  readonly reverse_debit: {
    readonly params: { readonly account: string; readonly debit: string }
    readonly query: undefined
    readonly body: ReverseDebitBody | undefined
    readonly answer: ReversalAnswer
    readonly refusals: CommonRefusal | 'account_not_found' | 'debit_not_found' | 'reversal_exceeds_debit' | 'wallet_limit_exceeded' | 'idempotency_key_reused'
  }
  /** Set credits aside. */
  readonly create_hold: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: CreateHoldBody
    readonly answer: HoldAnswer
    readonly refusals: CommonRefusal | 'insufficient_credits' | 'account_spending_cap_reached' | 'user_spending_cap_reached' | 'project_spending_cap_reached' | 'key_spending_cap_reached' | 'account_not_found' | 'credit_type_not_found' | 'member_not_found' | 'idempotency_key_reused'
  }
  /** List an account's holds. */
  readonly list_holds: {
    readonly params: { readonly account: string }
    readonly query: ListHoldsQuery | undefined
    readonly body: undefined
    readonly answer: Page<Hold>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get a hold. */
  readonly get_hold: {
    readonly params: { readonly account: string; readonly hold: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Hold
    readonly refusals: CommonRefusal | 'account_not_found' | 'hold_not_found'
  }
  /** Burn what a hold set aside. */
  readonly capture_hold: {
    readonly params: { readonly account: string; readonly hold: string }
    readonly query: undefined
    readonly body: CaptureHoldBody | undefined
    readonly answer: Capture
    readonly refusals: CommonRefusal | 'insufficient_credits' | 'account_spending_cap_reached' | 'user_spending_cap_reached' | 'project_spending_cap_reached' | 'key_spending_cap_reached' | 'account_not_found' | 'hold_not_found' | 'member_not_found' | 'hold_already_captured' | 'hold_already_released' | 'hold_expired' | 'capture_exceeds_hold' | 'idempotency_key_reused'
  }
  /** Give back what a hold set aside. */
  readonly release_hold: {
    readonly params: { readonly account: string; readonly hold: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: HoldAnswer
    readonly refusals: CommonRefusal | 'account_not_found' | 'hold_not_found' | 'hold_already_captured' | 'hold_already_released' | 'hold_expired' | 'idempotency_key_reused'
  }
  /** Move the end of a hold. */
  readonly extend_hold: {
    readonly params: { readonly account: string; readonly hold: string }
    readonly query: undefined
    readonly body: ExtendHoldBody
    readonly answer: HoldAnswer
    readonly refusals: CommonRefusal | 'account_not_found' | 'hold_not_found' | 'hold_already_captured' | 'hold_already_released' | 'hold_expired' | 'idempotency_key_reused'
  }
  /** Cap what is burned. */
  readonly put_cap: {
    readonly params: { readonly account: string; readonly subject: string; readonly id: string }
    readonly query: undefined
    readonly body: PutCapBody
    readonly answer: Cap
    readonly refusals: CommonRefusal | 'account_not_found' | 'member_not_found' | 'key_not_found' | 'idempotency_key_reused'
  }
  /** Get a cap and how far it is used. */
  readonly get_cap: {
    readonly params: { readonly account: string; readonly subject: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: CapUsage
    readonly refusals: CommonRefusal | 'account_not_found' | 'cap_not_found'
  }
  /** Take a cap away. */
  readonly delete_cap: {
    readonly params: { readonly account: string; readonly subject: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Cap
    readonly refusals: CommonRefusal | 'account_not_found' | 'cap_not_found' | 'idempotency_key_reused'
  }
  /** List an account's caps, each with how far it is used. */
  readonly list_caps: {
    readonly params: { readonly account: string }
    readonly query: ListCapsQuery | undefined
    readonly body: undefined
    readonly answer: Page<CapUsage>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** List the ledger's entries of an account. */
  readonly list_entries: {
    readonly params: { readonly account: string }
    readonly query: ListEntriesQuery | undefined
    readonly body: undefined
    readonly answer: Page<Entry>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get what an account burned, day by day. */
  readonly get_usage: {
    readonly params: { readonly account: string }
    readonly query: GetUsageQuery | undefined
    readonly body: undefined
    readonly answer: Usage
    readonly refusals: CommonRefusal | 'account_not_found' | 'credit_type_not_found'
  }
  /** Get what was sold, burned and taken, day by day. */
  readonly get_overview: {
    readonly params: undefined
    readonly query: GetOverviewQuery | undefined
    readonly body: undefined
    readonly answer: Overview
    readonly refusals: CommonRefusal
  }
  /** Have the ledger proven, or purchases compared with what was paid. */
  readonly ask_check: {
    readonly params: undefined
    readonly query: undefined
    readonly body: AskCheckBody
    readonly answer: Check
    readonly refusals: CommonRefusal | 'idempotency_key_reused'
  }
  /** List checks, newest first. */
  readonly list_checks: {
    readonly params: undefined
    readonly query: ListChecksQuery | undefined
    readonly body: undefined
    readonly answer: Page<Check>
    readonly refusals: CommonRefusal
  }
  /** Get a check and what it found. */
  readonly get_check: {
    readonly params: { readonly check: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Check
    readonly refusals: CommonRefusal | 'check_not_found'
  }
  /** List the jobs and their last runs. */
  readonly list_jobs: {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: ListJobsAnswer
    readonly refusals: CommonRefusal
  }
  /** Get an account's clock. */
  readonly get_clock: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Clock
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Put an account's clock forward. */
  readonly advance_clock: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: AdvanceClockBody
    readonly answer: AdvancedClock
    readonly refusals: CommonRefusal | 'account_not_found' | 'clock_not_allowed' | 'idempotency_key_reused'
  }
  /** Issue an API key. */
  readonly issue_key: {
    readonly params: undefined
    readonly query: undefined
    readonly body: IssueKeyBody | undefined
    readonly answer: IssuedKey
    readonly refusals: CommonRefusal | 'key_scope_invalid' | 'account_not_found' | 'member_not_found' | 'member_key_exists' | 'idempotency_key_reused'
  }
  /** List API keys. */
  readonly list_keys: {
    readonly params: undefined
    readonly query: ListKeysQuery | undefined
    readonly body: undefined
    readonly answer: Page<Key>
    readonly refusals: CommonRefusal | 'account_not_found'
  }
  /** Get an API key. */
  readonly get_key: {
    readonly params: { readonly key: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Key
    readonly refusals: CommonRefusal | 'key_not_found'
  }
  /** Give an API key another secret. */
  readonly rotate_key: {
    readonly params: { readonly key: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: IssuedKey
    readonly refusals: CommonRefusal | 'key_not_found' | 'key_revoked' | 'idempotency_key_reused'
  }
  /** Revoke an API key. */
  readonly revoke_key: {
    readonly params: { readonly key: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Key
    readonly refusals: CommonRefusal | 'key_not_found' | 'idempotency_key_reused'
  }
  /** Create a webhook endpoint. */
  readonly create_webhook_endpoint: {
    readonly params: undefined
    readonly query: undefined
    readonly body: CreateWebhookEndpointBody
    readonly answer: WebhookEndpointWithSecret
    readonly refusals: CommonRefusal | 'webhook_endpoint_limit' | 'idempotency_key_reused'
  }
  /** List webhook endpoints. */
  readonly list_webhook_endpoints: {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: Page<WebhookEndpoint>
    readonly refusals: CommonRefusal
  }
  /** Get a webhook endpoint. */
  readonly get_webhook_endpoint: {
    readonly params: { readonly endpoint: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WebhookEndpoint
    readonly refusals: CommonRefusal | 'webhook_endpoint_not_found'
  }
  /** Change a webhook endpoint. */
  readonly update_webhook_endpoint: {
    readonly params: { readonly endpoint: string }
    readonly query: undefined
    readonly body: UpdateWebhookEndpointBody
    readonly answer: WebhookEndpoint
    readonly refusals: CommonRefusal | 'webhook_endpoint_not_found' | 'idempotency_key_reused'
  }
  /** Take a webhook endpoint away. */
  readonly delete_webhook_endpoint: {
    readonly params: { readonly endpoint: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WebhookEndpoint
    readonly refusals: CommonRefusal | 'webhook_endpoint_not_found' | 'idempotency_key_reused'
  }
  /** Give a webhook endpoint another secret. */
  readonly rotate_webhook_secret: {
    readonly params: { readonly endpoint: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WebhookEndpointWithSecret
    readonly refusals: CommonRefusal | 'webhook_endpoint_not_found' | 'idempotency_key_reused'
  }
  /** Send a ping to a webhook endpoint. */
  readonly test_webhook_endpoint: {
    readonly params: { readonly endpoint: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WebhookDelivery
    readonly refusals: CommonRefusal | 'webhook_endpoint_not_found' | 'webhook_endpoint_inactive' | 'idempotency_key_reused'
  }
  /** List what was told, or waits to be. */
  readonly list_webhook_deliveries: {
    readonly params: undefined
    readonly query: ListWebhookDeliveriesQuery | undefined
    readonly body: undefined
    readonly answer: Page<WebhookDelivery>
    readonly refusals: CommonRefusal
  }
  /** Send a webhook once more. */
  readonly resend_webhook_delivery: {
    readonly params: { readonly delivery: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WebhookDelivery
    readonly refusals: CommonRefusal | 'webhook_delivery_not_found' | 'webhook_endpoint_not_found' | 'webhook_endpoint_inactive' | 'idempotency_key_reused'
  }
  /** Get who is calling. */
  readonly get_me: {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: GetMeAnswer
    readonly refusals: CommonRefusal
  }
  /** Make a link to the portal. */
  readonly create_portal_session: {
    readonly params: undefined
    readonly query: undefined
    readonly body: CreatePortalSessionBody
    readonly answer: CreatePortalSessionAnswer
    readonly refusals: CommonRefusal | 'redirect_not_allowed' | 'account_not_found' | 'member_not_found' | 'idempotency_key_reused'
  }
  /** Call back all links to an account's portal. */
  readonly revoke_portal_sessions: {
    readonly params: { readonly account: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: LinksRevoked
    readonly refusals: CommonRefusal | 'account_not_found' | 'idempotency_key_reused'
  }
}

/** How each operation is called, and whether it takes an `Idempotency-Key`. */
export const operations: Readonly<Record<keyof Operations, { readonly method: string; readonly path: string; readonly idempotent: boolean }>> = {
  create_account: { method: 'POST', path: '/v1/accounts', idempotent: true },
  list_accounts: { method: 'GET', path: '/v1/accounts', idempotent: false },
  get_account: { method: 'GET', path: '/v1/accounts/{account}', idempotent: false },
  update_account: { method: 'PATCH', path: '/v1/accounts/{account}', idempotent: true },
  add_member: { method: 'POST', path: '/v1/accounts/{account}/members', idempotent: true },
  list_members: { method: 'GET', path: '/v1/accounts/{account}/members', idempotent: false },
  get_member: { method: 'GET', path: '/v1/accounts/{account}/members/{member}', idempotent: false },
  update_member: { method: 'PATCH', path: '/v1/accounts/{account}/members/{member}', idempotent: true },
  remove_member: { method: 'DELETE', path: '/v1/accounts/{account}/members/{member}', idempotent: true },
  create_credit_type: { method: 'POST', path: '/v1/credit-types', idempotent: true },
  list_credit_types: { method: 'GET', path: '/v1/credit-types', idempotent: false },
  get_credit_type: { method: 'GET', path: '/v1/credit-types/{credit_type}', idempotent: false },
  update_credit_type: { method: 'PATCH', path: '/v1/credit-types/{credit_type}', idempotent: true },
  create_price: { method: 'POST', path: '/v1/prices', idempotent: true },
  list_prices: { method: 'GET', path: '/v1/prices', idempotent: false },
  get_price: { method: 'GET', path: '/v1/prices/{price}', idempotent: false },
  archive_price: { method: 'DELETE', path: '/v1/prices/{price}', idempotent: true },
  create_plan: { method: 'POST', path: '/v1/plans', idempotent: true },
  list_plans: { method: 'GET', path: '/v1/plans', idempotent: false },
  get_plan: { method: 'GET', path: '/v1/plans/{plan}', idempotent: false },
  archive_plan: { method: 'DELETE', path: '/v1/plans/{plan}', idempotent: true },
  create_quote: { method: 'POST', path: '/v1/accounts/{account}/quotes', idempotent: true },
  create_purchase: { method: 'POST', path: '/v1/accounts/{account}/purchases', idempotent: true },
  list_purchases: { method: 'GET', path: '/v1/accounts/{account}/purchases', idempotent: false },
  get_purchase: { method: 'GET', path: '/v1/accounts/{account}/purchases/{purchase}', idempotent: false },
  list_all_purchases: { method: 'GET', path: '/v1/purchases', idempotent: false },
  create_refund: { method: 'POST', path: '/v1/accounts/{account}/purchases/{purchase}/refunds', idempotent: true },
  list_refunds: { method: 'GET', path: '/v1/accounts/{account}/purchases/{purchase}/refunds', idempotent: false },
  list_payment_methods: { method: 'GET', path: '/v1/accounts/{account}/payment-methods', idempotent: false },
  add_payment_method: { method: 'POST', path: '/v1/accounts/{account}/payment-methods', idempotent: true },
  set_default_payment_method: { method: 'PUT', path: '/v1/accounts/{account}/payment-methods/{payment_method}/default', idempotent: true },
  remove_payment_method: { method: 'DELETE', path: '/v1/accounts/{account}/payment-methods/{payment_method}', idempotent: true },
  list_invoices: { method: 'GET', path: '/v1/accounts/{account}/invoices', idempotent: false },
  preview_subscription: { method: 'POST', path: '/v1/accounts/{account}/subscriptions/preview', idempotent: true },
  create_subscription: { method: 'POST', path: '/v1/accounts/{account}/subscriptions', idempotent: true },
  list_subscriptions: { method: 'GET', path: '/v1/accounts/{account}/subscriptions', idempotent: false },
  get_subscription: { method: 'GET', path: '/v1/accounts/{account}/subscriptions/{subscription}', idempotent: false },
  change_subscription: { method: 'PATCH', path: '/v1/accounts/{account}/subscriptions/{subscription}', idempotent: true },
  get_subscription_overview: { method: 'GET', path: '/v1/accounts/{account}/subscriptions/{subscription}/overview', idempotent: false },
  list_subscription_events: { method: 'GET', path: '/v1/accounts/{account}/subscriptions/{subscription}/events', idempotent: false },
  preview_change: { method: 'POST', path: '/v1/accounts/{account}/subscriptions/{subscription}/preview', idempotent: true },
  clear_pending_change: { method: 'DELETE', path: '/v1/accounts/{account}/subscriptions/{subscription}/pending', idempotent: true },
  cancel_subscription: { method: 'POST', path: '/v1/accounts/{account}/subscriptions/{subscription}/cancel', idempotent: true },
  resume_subscription: { method: 'POST', path: '/v1/accounts/{account}/subscriptions/{subscription}/resume', idempotent: true },
  pay_subscription: { method: 'POST', path: '/v1/accounts/{account}/subscriptions/{subscription}/pay', idempotent: true },
  list_all_subscriptions: { method: 'GET', path: '/v1/subscriptions', idempotent: false },
  list_seats: { method: 'GET', path: '/v1/accounts/{account}/subscriptions/{subscription}/seats', idempotent: false },
  give_seat: { method: 'PUT', path: '/v1/accounts/{account}/subscriptions/{subscription}/seats/{member}', idempotent: true },
  take_seat: { method: 'DELETE', path: '/v1/accounts/{account}/subscriptions/{subscription}/seats/{member}', idempotent: true },
  move_seat: { method: 'POST', path: '/v1/accounts/{account}/subscriptions/{subscription}/seats/{member}/move', idempotent: true },
  create_grant: { method: 'POST', path: '/v1/accounts/{account}/grants', idempotent: true },
  list_grants: { method: 'GET', path: '/v1/accounts/{account}/grants', idempotent: false },
  get_grant: { method: 'GET', path: '/v1/accounts/{account}/grants/{grant}', idempotent: false },
  revoke_grant: { method: 'POST', path: '/v1/accounts/{account}/grants/{grant}/revoke', idempotent: true },
  list_balances: { method: 'GET', path: '/v1/accounts/{account}/balances', idempotent: false },
  get_balance: { method: 'GET', path: '/v1/accounts/{account}/balances/{credit_type}', idempotent: false },
  create_debit: { method: 'POST', path: '/v1/accounts/{account}/debits', idempotent: true },
  list_debits: { method: 'GET', path: '/v1/accounts/{account}/debits', idempotent: false },
  batch_debits: { method: 'POST', path: '/v1/debits', idempotent: true },
  get_debit: { method: 'GET', path: '/v1/accounts/{account}/debits/{debit}', idempotent: false },
  reverse_debit: { method: 'POST', path: '/v1/accounts/{account}/debits/{debit}/reverse', idempotent: true },
  create_hold: { method: 'POST', path: '/v1/accounts/{account}/holds', idempotent: true },
  list_holds: { method: 'GET', path: '/v1/accounts/{account}/holds', idempotent: false },
  get_hold: { method: 'GET', path: '/v1/accounts/{account}/holds/{hold}', idempotent: false },
  capture_hold: { method: 'POST', path: '/v1/accounts/{account}/holds/{hold}/capture', idempotent: true },
  release_hold: { method: 'POST', path: '/v1/accounts/{account}/holds/{hold}/release', idempotent: true },
  extend_hold: { method: 'POST', path: '/v1/accounts/{account}/holds/{hold}/extend', idempotent: true },
  put_cap: { method: 'PUT', path: '/v1/accounts/{account}/caps/{subject}/{id}', idempotent: true },
  get_cap: { method: 'GET', path: '/v1/accounts/{account}/caps/{subject}/{id}', idempotent: false },
  delete_cap: { method: 'DELETE', path: '/v1/accounts/{account}/caps/{subject}/{id}', idempotent: true },
  list_caps: { method: 'GET', path: '/v1/accounts/{account}/caps', idempotent: false },
  list_entries: { method: 'GET', path: '/v1/accounts/{account}/entries', idempotent: false },
  get_usage: { method: 'GET', path: '/v1/accounts/{account}/usage', idempotent: false },
  get_overview: { method: 'GET', path: '/v1/reports/overview', idempotent: false },
  ask_check: { method: 'POST', path: '/v1/checks', idempotent: true },
  list_checks: { method: 'GET', path: '/v1/checks', idempotent: false },
  get_check: { method: 'GET', path: '/v1/checks/{check}', idempotent: false },
  list_jobs: { method: 'GET', path: '/v1/jobs', idempotent: false },
  get_clock: { method: 'GET', path: '/v1/accounts/{account}/clock', idempotent: false },
  advance_clock: { method: 'POST', path: '/v1/accounts/{account}/clock', idempotent: true },
  issue_key: { method: 'POST', path: '/v1/keys', idempotent: true },
  list_keys: { method: 'GET', path: '/v1/keys', idempotent: false },
  get_key: { method: 'GET', path: '/v1/keys/{key}', idempotent: false },
  rotate_key: { method: 'POST', path: '/v1/keys/{key}/rotate', idempotent: true },
  revoke_key: { method: 'POST', path: '/v1/keys/{key}/revoke', idempotent: true },
  create_webhook_endpoint: { method: 'POST', path: '/v1/webhook-endpoints', idempotent: true },
  list_webhook_endpoints: { method: 'GET', path: '/v1/webhook-endpoints', idempotent: false },
  get_webhook_endpoint: { method: 'GET', path: '/v1/webhook-endpoints/{endpoint}', idempotent: false },
  update_webhook_endpoint: { method: 'PATCH', path: '/v1/webhook-endpoints/{endpoint}', idempotent: true },
  delete_webhook_endpoint: { method: 'DELETE', path: '/v1/webhook-endpoints/{endpoint}', idempotent: true },
  rotate_webhook_secret: { method: 'POST', path: '/v1/webhook-endpoints/{endpoint}/rotate', idempotent: true },
  test_webhook_endpoint: { method: 'POST', path: '/v1/webhook-endpoints/{endpoint}/test', idempotent: true },
  list_webhook_deliveries: { method: 'GET', path: '/v1/webhook-deliveries', idempotent: false },
  resend_webhook_delivery: { method: 'POST', path: '/v1/webhook-deliveries/{delivery}/resend', idempotent: true },
  get_me: { method: 'GET', path: '/v1/me', idempotent: false },
  create_portal_session: { method: 'POST', path: '/v1/portal-sessions', idempotent: true },
  revoke_portal_sessions: { method: 'DELETE', path: '/v1/accounts/{account}/portal-sessions', idempotent: true },
}

/** Every code of a refusal, with the status that it comes with. */
export const refusals = {
  account_exists: 409,
  account_not_found: 404,
  account_spending_cap_reached: 403,
  amount_changed: 409,
  amount_too_small: 400,
  body_too_large: 413,
  cap_not_found: 404,
  capture_exceeds_hold: 409,
  card_declined: 402,
  check_not_found: 404,
  clock_not_allowed: 409,
  credit_type_exists: 409,
  credit_type_not_found: 404,
  credits_out_of_range: 400,
  debit_not_found: 404,
  demotion_required: 409,
  expiry_not_ahead: 400,
  forbidden: 403,
  grant_already_expired: 409,
  grant_not_found: 404,
  hold_already_captured: 409,
  hold_already_released: 409,
  hold_expired: 409,
  hold_not_found: 404,
  idempotency_key_reused: 422,
  insufficient_credits: 402,
  internal: 500,
  invalid_json: 400,
  invalid_request: 400,
  key_not_found: 404,
  key_revoked: 409,
  key_scope_invalid: 400,
  key_spending_cap_reached: 403,
  member_exists: 409,
  member_has_no_seat: 409,
  member_has_seat: 409,
  member_key_exists: 409,
  member_not_found: 404,
  method_not_allowed: 405,
  no_free_seat: 409,
  not_a_whole_pack: 400,
  not_for_sale: 409,
  not_found: 404,
  payment_method_missing: 402,
  payment_method_not_found: 404,
  payment_pending: 409,
  payment_refused: 402,
  plan_exists: 409,
  plan_not_found: 404,
  plan_not_offered: 422,
  price_mismatch: 400,
  price_not_found: 404,
  project_spending_cap_reached: 403,
  purchase_not_found: 404,
  purchase_not_refundable: 409,
  rate_limited: 429,
  redirect_not_allowed: 400,
  refund_exceeds_purchase: 409,
  reversal_exceeds_debit: 409,
  revocation_exceeds_grant: 409,
  seats_out_of_range: 422,
  slug_taken: 409,
  subscription_ends: 409,
  subscription_exists: 409,
  subscription_not_active: 409,
  subscription_not_found: 404,
  too_many_attempts: 409,
  unauthenticated: 401,
  unavailable: 503,
  unsupported_media_type: 415,
  user_spending_cap_reached: 403,
  wallet_limit_exceeded: 409,
  webhook_delivery_not_found: 404,
  webhook_endpoint_inactive: 409,
  webhook_endpoint_limit: 409,
  webhook_endpoint_not_found: 404,
} as const

export type RefusalCode = keyof typeof refusals
