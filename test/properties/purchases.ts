import type pg from 'pg'
import { type Facts, noFacts } from '../../src/core/purchases/facts.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import { expiryColumn, factsText } from '../../src/store/purchases/purchase-rows.ts'

/** A purchase of which nothing is known yet, save what is said. */
export function purchaseOf(account: string, id: string, more: Partial<Purchase> = {}): Purchase {
  const created_at = more.created_at ?? 0
  return {
    account,
    id,
    credit_type: 'never',
    credits_micro: 100n,
    price_minor: 1000n,
    currency: 'usd',
    price: null,
    unit_price_micro: null,
    paying_by: 'card',
    payment_method: 'pm_1',
    success_url: null,
    cancel_url: null,
    dialect: 'native',
    source: null,
    member: null,
    description: null,
    expires_at: undefined,
    grant: `grt_${id}`,
    subscription: null,
    lines: null,
    days_until_due: null,
    attempt: null,
    state: 'pending',
    facts: noFacts(created_at),
    granted_at: null,
    revoked_micro: 0n,
    frozen: false,
    remaining_before_micro: null,
    remaining_after_micro: null,
    check_at: created_at,
    created_at,
    updated_at: created_at,
    ...more,
  }
}

const iso = (at: number | null | undefined): string | null => (at == null ? null : new Date(at).toISOString())

/** Writes it down as an intent, which is no work of the ledger's. */
export async function writePurchase(pool: pg.Pool, purchase: Purchase): Promise<void> {
  const { account, id, created_at } = purchase
  await pool.query(
    `insert into purchases (account_id, purchase_id, credit_type, credits_micro, price_minor, currency, paying_by,
       payment_method, dialect, expiry, expires_at, grant_id, attempt, state, facts, check_at, created_at, updated_at, subscription_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $18)`,
    [
      account,
      id,
      purchase.credit_type,
      purchase.credits_micro,
      purchase.price_minor,
      purchase.currency,
      purchase.paying_by,
      purchase.payment_method,
      purchase.dialect,
      expiryColumn(purchase),
      iso(purchase.expires_at),
      purchase.grant,
      purchase.attempt,
      purchase.state,
      factsText(purchase.facts),
      iso(purchase.check_at),
      iso(created_at),
      purchase.subscription,
    ],
  )
  await pool.query(
    `insert into purchase_transitions (account_id, purchase_id, seq, to_state, cause, at) values ($1, $2, 1, $3, 'buy', $4)`,
    [account, id, purchase.state, iso(created_at)],
  )
}

/**
 * What is true of one payment, which only ever learns: it is paid or not, money goes back in parts or fails to, it is
 * disputed and that is decided. Each thing that happens leaves a look at it, as somebody may have taken one then.
 */
export class Payment {
  readonly looks: Facts[]
  readonly total_minor: bigint

  constructor(at: number, total_minor: bigint) {
    this.total_minor = total_minor
    this.looks = [noFacts(at)]
  }

  get now(): Facts {
    return this.looks.at(-1) as Facts
  }

  /** Something that may happen next, told by three small numbers. */
  happen(a: number, b: number, at: number): void {
    const { now } = this
    const asked_at = Math.max(at, now.asked_at + 1)
    const look = (news: Partial<Facts>) => this.looks.push({ ...now, ...news, asked_at })
    if (now.payment !== 'paid') {
      const ended = now.payment === 'failed' || now.payment === 'expired'
      const next = (['paid', 'paid', 'paid', 'processing', 'open', 'action', 'failed', 'expired'] as const)[
        a % 8
      ]
      if (next === 'paid') look({ payment: 'paid', total_minor: this.total_minor, paid_at: at })
      else if (next && !ended) look({ payment: next })
    } else if (now.dispute?.status === 'open') {
      if (b % 3 === 0) this.#refund(a, at, look)
      else if (b % 7 === 0) this.#fail(a, look)
      else look({ dispute: { ...now.dispute, status: b % 2 ? 'won' : 'lost' } })
    } else if (a % 2 === 0 && now.dispute === null) {
      const amount_minor = b % 4 === 0 ? this.total_minor / 2n : this.total_minor
      const dispute = { id: 'dp_1', amount_minor, currency: 'usd', reason: 'general', created_at: at }
      look({ dispute: { ...dispute, status: 'open' } })
    } else if (b % 2 === 0) this.#refund(a, at, look)
    else this.#fail(a, look)
  }

  /** One of those that went back comes to nothing after all. */
  #fail(a: number, look: (news: Partial<Facts>) => void): void {
    const gone = this.now.refunds.filter(({ status }) => status !== 'failed')
    const failing = gone[a % (gone.length || 1)]
    if (!failing) return
    const failed = { ...failing, status: 'failed' as const }
    look({ refunds: this.now.refunds.map((one) => (one === failing ? failed : one)) })
  }

  #refund(b: number, at: number, look: (news: Partial<Facts>) => void): void {
    const { refunds } = this.now
    const gone = refunds.filter(({ status }) => status !== 'failed')
    const left = gone.reduce((rest, { amount_minor }) => rest - amount_minor, this.total_minor)
    const amount_minor = [left, left / 3n + 1n, 1n][b % 3] as bigint
    if (left === 0n) return
    const id = `re_${refunds.length}`
    const refund = {
      id,
      refund: null,
      amount_minor,
      status: 'succeeded' as const,
      reason: null,
      created_at: at,
    }
    look({ refunds: [...refunds, refund] })
  }
}
