import { MICRO, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { paymentOf } from '../ledger/debit.ts'
import { UNSCOPED } from '../ledger/grant.ts'
import { decimalsOf, type Minor } from '../money.ts'
import type { DebitExplanation, Ledger } from '../ports.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { type Facts, noFacts } from './facts.ts'
import { type Order, PaymentRefused } from './payments.ts'
import type { Purchase } from './purchase.ts'
import type { Side } from './side.ts'

/** The credits that stand for money an account has committed to: each is worth one major unit. */
export const COMMITTED = 'miu'

/**
 * Pays a purchase out of the account's committed balance: a debit of its wallet under the purchase's id, a refund its
 * reversal. What is true of the payment is what the ledger says of that debit.
 */
export function commitmentOf(ledger: Ledger, now: Instant): Side {
  const look = async ({ purchase }: Order): Promise<Facts> =>
    factsOf(purchase, await ledger.debit(purchase.account, debitOf(purchase)), now)
  return {
    look,

    async charge(order) {
      const { account, id, price_minor, currency } = order.purchase
      const { answer } = await ledger.submit(
        {
          kind: 'debit',
          account,
          credit_type: COMMITTED,
          key: id,
          fingerprint: '',
          id: debitOf(order.purchase),
          amount_micro: committedMicro(price_minor, currency),
          usage: UNSCOPED,
          api_key: null,
          metadata: null,
          occurred_at: null,
        },
        now,
      )
      return isRefusal(answer) ? refusedBy(answer, now) : look(order)
    },

    async abandon(order) {
      const facts = await look(order)
      return facts.payment === 'none' ? failed(now, 'abandoned', GIVEN_UP) : facts
    },

    async refund(order, { account, id, amount_minor, reason }) {
      const known = await look(order)
      if (known.refunds.some(({ refund }) => refund === id)) return known
      const { answer } = await ledger.submit(
        {
          kind: 'reverse',
          account,
          debit: debitOf(order.purchase),
          key: id,
          fingerprint: '',
          id,
          amount_micro: committedMicro(amount_minor, order.purchase.currency),
          reason,
        },
        now,
      )
      if (isRefusal(answer)) throw new PaymentRefused('refund_refused', answer.detail)
      return look(order)
    },

    openCheckout: () => Promise.reject(new Error('a commitment is paid on no page')),
  }
}

const GIVEN_UP = 'The payment was given up before it was made.'

/** Made of the purchase's id, so that a look needs nothing else to find it. */
const debitOf = ({ id }: Purchase): string => paymentOf(id)

const committedMicro = (minor: Minor, currency: string): Micro =>
  (minor * MICRO) / 10n ** BigInt(decimalsOf(currency))

const minorOf = (committed_micro: Micro, currency: string): Minor =>
  (committed_micro * 10n ** BigInt(decimalsOf(currency))) / MICRO

/** The ledger speaks of credits to who burns them; who buys has a commitment. */
const refusedBy = ({ refused, detail }: Pick<Refusal, 'refused' | 'detail'>, now: Instant): Facts =>
  failed(now, refused, refused === 'insufficient_credits' ? TOO_LITTLE : detail)

const TOO_LITTLE = 'There is not that much left of the commitment.'

const failed = (now: Instant, code: string, message: string): Facts => ({
  ...noFacts(now),
  payment: 'failed',
  failure: { code, message },
})

function factsOf({ price_minor, currency }: Purchase, found: DebitExplanation | null, now: Instant): Facts {
  if (!found) return noFacts(now)
  const { debit, reversals } = found
  if (debit.refused !== null) return refusedBy({ refused: debit.refused, detail: debit.detail ?? '' }, now)
  return {
    ...noFacts(now),
    payment: 'paid',
    subtotal_minor: price_minor,
    tax_minor: 0n,
    total_minor: price_minor,
    payment_intent: debit.id,
    paid_at: debit.at,
    refunds: reversals.map(({ id, amount_micro, reason, at }) => ({
      id,
      refund: id,
      amount_minor: minorOf(amount_micro, currency),
      status: 'succeeded',
      reason,
      created_at: at,
    })),
  }
}
