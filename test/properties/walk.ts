import { putCap } from '../../src/core/caps/put-cap.ts'
import { removeCap } from '../../src/core/caps/remove-cap.ts'
import type { Balance } from '../../src/core/ledger/balance.ts'
import type { Answers, Command, Outcome } from '../../src/core/ledger/command.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { ModelAccount, type Seen } from './model.ts'
import type { ModelBalance } from './model-wallet.ts'
import { type Step, Steps } from './steps.ts'
import { members, modelTypes, type Subject } from './subject.ts'

const BEGIN = Date.UTC(2026, 0, 30, 21)

const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))

/** How often each outcome was seen, so that a test can tell that it tests anything. */
export type Tally = Map<string, number>
const count = (tally: Tally, what: string) => tally.set(what, (tally.get(what) ?? 0) + 1)

/** The ledger and the model disagree. */
export class Disagreement extends Error {}

/** Walks one account of its own through the steps, in the ledger and in the model, and compares at every step. */
export async function walk(
  subject: Subject,
  account: string,
  steps: readonly Step[],
  tally: Tally = new Map(),
  isOver: () => boolean = () => false,
): Promise<void> {
  const owes = steps.length % 2 === 0
  const model = new ModelAccount(account, modelTypes, members, owes)
  const planned = new Steps(model)
  const { ledger } = subject
  const trace: string[] = []
  let now = BEGIN

  const agree = (what: string, actual: unknown, expected: unknown): void => {
    const [is, should] = [text(actual), text(expected)]
    if (is !== should)
      throw new Disagreement(`${what}\n  ledger ${is}\n  model  ${should}\n${trace.join('\n')}`)
  }

  const agreeOnBalance = async (credit_type: string): Promise<void> => {
    if (!modelTypes.has(credit_type)) return
    const balance = await ledger.balance(account, credit_type, now)
    agree(`the balance of ${credit_type}`, balanceSeen(balance), model.balance(credit_type, now))
  }

  await subject.open(account, owes ? 'debt' : 'write_off')
  for (const [i, step] of steps.entries()) {
    if (isOver()) return
    const move = planned.moveOf(step, now)
    const at = new Date(now).toISOString()
    trace.push(`${i} ${at} ${text(move)}`)
    if (move.do === 'buy') {
      await subject.buy(move.purchase)
      model.buy(move.purchase)
      count(tally, 'buy')
    } else if (move.do === 'restrict') {
      await subject.restrict(account, move.member, move.own_only)
      if (move.own_only) model.restricted.add(move.member)
      else model.restricted.delete(move.member)
    } else if (move.do === 'wait') now += move.ms
    else if (move.do === 'submit') {
      // A clock runs behind only within a day, because days of caps are told by it.
      const then = Math.max(now - move.late_ms, now - (now % 86_400_000))
      if (move.allotment) {
        await subject.allot(move.allotment)
        model.allotments.set(move.allotment.id, move.allotment)
      }
      const outcomes = await ledger.submitAll(move.commands, then).catch((error: unknown) => {
        throw new Disagreement(`${i}: ${(error as Error).message}\n${trace.join('\n')}`, { cause: error })
      })
      move.commands.forEach((command, n) => {
        const is = seen(command, outcomes[n] as Outcome)
        agree(`${i}: ${command.kind}`, is, model.apply(command, then))
        count(tally, `${command.kind} ${'refused' in is ? is.refused : (is.state ?? 'ok')}`)
      })
      if (i % 3 === 0 || outcomes.some(({ answer }) => isRefusal(answer)))
        for (const { credit_type } of typesOf(move.commands)) await agreeOnBalance(credit_type)
    } else if (move.do === 'cap') {
      const { subject, subject_id, limit_micro: limit, unit, period } = move.cap
      await change(move.cap)
      const others = model.caps.filter((cap) => cap.subject !== subject || cap.subject_id !== subject_id)
      model.caps = [...others, { subject, subject_id, limit, unit, period }]
    } else if (move.do === 'uncap') {
      const { cap } = move
      await subject.change((registry) => removeCap(registry, cap, now))
      model.caps = model.caps.filter(
        (one) => one.subject !== cap.subject || one.subject_id !== cap.subject_id,
      )
    } else if (move.do === 'read') await read(move.credit_type, move.usage)
    else await recall(move.credit_type, Math.min(move.as_of, now))
  }
  for (const credit_type of modelTypes.keys()) await agreeOnBalance(credit_type)
  return

  function change(cap: Parameters<typeof putCap>[1]) {
    return subject.change((registry) => putCap(registry, cap, now))
  }

  async function read(credit_type: string, usage: Parameters<typeof ledger.balance>[3]): Promise<void> {
    if (usage === undefined || !modelTypes.has(credit_type)) return agreeOnBalance(credit_type)
    const balance = await ledger.balance(account, credit_type, now, usage)
    const wallet = model.wallets.get(credit_type)
    const expected = model.balance(credit_type, now)
    agree('what a usage could draw', balanceSeen(balance), {
      ...expected,
      ...wallet?.drawableAt(usage, now, model.isRestricted(usage)),
    })
  }

  async function recall(credit_type: string, as_of: number): Promise<void> {
    if (!modelTypes.has(credit_type)) return
    const balance = await ledger.balanceAsOf(account, credit_type, as_of, now)
    const expected =
      as_of === now ? model.balance(credit_type, now) : model.balanceInThePast(credit_type, as_of)
    agree(
      `the balance of ${credit_type} as of ${new Date(as_of).toISOString()}`,
      balanceSeen(balance),
      expected,
    )
  }
}

const typesOf = (commands: readonly Command[]): { credit_type: string }[] =>
  [...new Set(commands.flatMap((command) => ('credit_type' in command ? command.credit_type : [])))].map(
    (credit_type) => ({ credit_type }),
  )

function balanceSeen(balance: Balance | { refused: string }): ModelBalance | { refused: string } {
  if (isRefusal(balance)) return { refused: balance.refused }
  const { available_micro, held_micro, debt_micro, expiring_next } = balance as Balance
  return { available: available_micro, held: held_micro, debt: debt_micro, expiring_next }
}

/** The part of an outcome that the model can foretell, in its own form. */
function seen({ kind }: Command, { answer }: Outcome): Seen {
  if (isRefusal(answer)) return { refused: answer.refused }
  const is = answer as never
  switch (kind) {
    case 'debit': {
      const { debit, draws } = is as Answers['debit']
      const caps = debit.caps.map(({ subject, before_micro, after_micro }) => ({
        subject,
        before_micro,
        after_micro,
      }))
      const { id, at, before_micro, after_micro } = debit
      return { id, at, draws, caps, before_micro, after_micro }
    }
    case 'reserve': {
      const { hold, balance } = is as Answers['reserve']
      return { id: hold.id, receipt: hold.receipt, ends_at: hold.ends_at, ...booksOf(balance) }
    }
    case 'grant': {
      const { grant, balance } = is as Answers['grant']
      return { id: grant.id, expires_at: grant.expires_at, left: grant.remaining_micro, ...booksOf(balance) }
    }
    case 'capture': {
      const { answer, balance } = is as Answers['capture']
      const { id, before_micro, after_micro } = answer.debit
      return { id, draws: answer.draws, before_micro, after_micro, ...booksOf(balance) }
    }
    case 'release':
      return booksOf((is as Answers['release']).balance)
    case 'extend':
      return { ends_at: (is as Answers['extend']).hold.ends_at }
    case 'reverse': {
      const { reversal, balance } = is as Answers['reverse']
      const { id, amount_micro, expired_micro } = reversal
      return { id, amount_micro, expired_micro, ...booksOf(balance) }
    }
    case 'revoke': {
      const { revocation, balance } = is as Answers['revoke']
      const { revoked_micro, debt_micro, written_off_micro } = revocation
      return { revoked_micro, debt_micro, written_off_micro, ...booksOf(balance) }
    }
    case 'allot':
      return booksOf((is as Answers['allot']).balance)
    case 'settle':
      return {}
    case 'settle_purchase': {
      const { purchase, transitions } = is as Answers['settle_purchase']
      const { state, granted_at, revoked_micro: revoked, frozen } = purchase
      const { remaining_before_micro: before, remaining_after_micro: after } = purchase
      return { state, granted_at, revoked, frozen, before, after, steps: transitions.map(({ to }) => to) }
    }
  }
}

const booksOf = (balance: Answers['release']['balance']) => ({
  available: balance.available_micro,
  held: balance.held_micro,
  debt: balance.debt_micro,
})
