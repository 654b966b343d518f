import { UNSCOPED } from '../../src/core/ledger/grant.ts'
import { buy } from '../../src/core/purchases/buy.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { agree } from './subscription-look.ts'
import { TYPE } from './subscription-plans.ts'
import type { Told } from './subscription-preview.ts'
import { MICROS_A_CENT } from './subscription-rules.ts'
import type { SubscriptionMove } from './subscription-steps.ts'
import type { Walker } from './subscription-walk.ts'

export type UsageMove = Extract<
  SubscriptionMove,
  { do: 'debit' | 'reserve' | 'capture' | 'reverse' | 'topup' | 'top_grant' }
>

const HOUR = 3_600_000
const common = { fingerprint: '', api_key: null, metadata: null }

/** Draws on credits, gives them back, and buys some more beside the subscription. */
export async function usage(walker: Walker, move: UsageMove): Promise<Told | 'ok'> {
  const { account, now, model } = walker
  const { ledger } = walker.subject.buying.store
  const { wallet } = model
  const id = walker.mint(move.do)
  const base = { ...common, account, credit_type: TYPE, key: id, id }
  switch (move.do) {
    case 'debit':
    case 'reserve': {
      const member = move.member && walker.name(move.member)
      const use = { ...base, amount_micro: move.amount, usage: { ...UNSCOPED, member } }
      const ttl_ms = 30 * HOUR
      const { answer } = await (move.do === 'debit'
        ? ledger.submit({ ...use, kind: 'debit', occurred_at: null }, now)
        : ledger.submit({ ...use, kind: 'reserve', ttl_ms }, now))
      const isStranger = member !== null && !model.isMember(member)
      const parts = isStranger ? null : wallet.draw(member, model.isOwnOnly(member), move.amount, now)
      const told = isStranger ? 'member_not_found' : parts ? null : 'insufficient_credits'
      agree(move.do, isRefusal(answer) ? answer.refused : null, told)
      if (parts && move.do === 'debit')
        wallet.debits.push({ id, parts, amount: move.amount, reversed: false })
      else if (parts) wallet.hold(id, parts, move.amount, now + ttl_ms)
      return told ?? 'ok'
    }
    case 'capture': {
      wallet.settle(now)
      const open = wallet.holds.filter(({ over }) => !over)
      const hold = open[move.which % Math.max(open.length, 1)]
      if (!hold) return 'none'
      const amount_micro = move.amount < hold.amount ? move.amount : hold.amount
      const { answer } = await ledger.submit(
        { ...base, kind: 'capture', hold: hold.id, amount_micro, allow_more: false },
        now,
      )
      agree('capture', isRefusal(answer) ? answer.refused : null, null)
      wallet.capture(hold, id, amount_micro)
      return 'ok'
    }
    case 'reverse': {
      const open = wallet.debits.filter(({ reversed }) => !reversed)
      const debit = open[move.which % Math.max(open.length, 1)]
      if (!debit) return 'none'
      const { answer } = await ledger.submit(
        { ...base, kind: 'reverse', debit: debit.id, amount_micro: null, reason: null },
        now,
      )
      agree('reverse', isRefusal(answer) ? answer.refused : null, null)
      wallet.reverse(debit)
      return 'ok'
    }
    case 'top_grant': {
      const { named, credits: amount_micro } = move
      const member = named?.member ? walker.name(named.member) : null
      const like = named
        ? ({ source: 'subscription', priority: 50, scope: { ...UNSCOPED, member } } as const)
        : ({ source: 'manual', priority: 100, scope: UNSCOPED } as const)
      const grant = { ...base, ...like, starts_at: null, expires_at: null, amount_micro }
      const { answer } = await ledger.submit({ ...grant, kind: 'grant' }, now)
      const told = member !== null && !model.isMember(member) ? 'member_not_found' : null
      agree('grant', isRefusal(answer) ? answer.refused : null, told)
      if (!told) wallet.give(member, named ? 'hand' : 'bought', amount_micro, null)
      return told ?? (named ? 'by hand' : 'ok')
    }
    case 'topup': {
      const bought = await buy(
        walker.subject.buying,
        {
          account,
          member: null,
          dialect: 'native',
          source: null,
          credit_type: TYPE,
          credits_micro: move.credits,
          price: null,
          amount_minor: null,
          payment_method: null,
          without_card: 'refuse',
          success_url: null,
          cancel_url: null,
          expires_at: undefined,
          once: null,
          attempt: id,
        },
        now,
      )
      const isPaid = !isRefusal(bought) && bought.purchase.state === 'paid'
      // A dollar a credit, and a committed one is a dollar.
      const isThere =
        model.commitment === null ? model.card?.kind === 'good' : model.commitment >= move.credits
      agree('whether it is bought', isPaid, isThere)
      if (!isPaid) return 'unpaid'
      wallet.give(null, 'bought', move.credits, null)
      walker.spent += move.credits / MICROS_A_CENT
      if (model.commitment !== null) model.commitment -= move.credits
      return 'ok'
    }
  }
}
