import Type, { type Static } from 'typebox'
import { noAccount } from '../../../core/accounts/not-found.ts'
import type { DebitCommand, Outcome } from '../../../core/ledger/command.ts'
import type { DebitAnswer } from '../../../core/ledger/debit.ts'
import type { Call } from '../../../http/call.ts'
import { type AnyRefusal, isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { amountText } from '../convert.ts'
import * as examples from '../examples.ts'
import { Amount, Id, strict } from '../fields.ts'
import { DrawWire, drawsWire } from './convert-debit.ts'
import { debitCommand, debitFields } from './debit-command.ts'

const MAX_DEBITS = 1000

const Item = Type.Object(
  {
    key: Type.String({ pattern: '^[\\x20-\\x7e]{1,255}$' }),
    account: Id,
    ...debitFields,
  },
  strict,
)

const Result = Type.Object(
  {
    status: Type.Enum(['ok', 'refused']),
    id: Type.Optional(Type.String()),
    balance: Type.Optional(Type.Object({ available: Amount })),
    grants: Type.Optional(Type.Array(DrawWire)),
    replayed: Type.Optional(Type.Boolean()),
    code: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
  },
  { title: 'DebitResult' },
)

export default route({
  method: 'POST',
  path: '/v1/debits',
  id: 'batch_debits',
  summary: 'Burn credits many times at once',
  description:
    'Up to 1000 debits, of one account or many. Each is decided by itself and has its own result, in their order. ' +
    'Each is idempotent by its own `key`, for good. An `Idempotency-Key` beside that stands for the whole list.',
  tags: ['Debits'],
  allow: ['operator', 'admin', 'spender'],
  body: Type.Object({ debits: Type.Array(Item, { minItems: 1, maxItems: MAX_DEBITS }) }, strict),
  example: {
    body: {
      debits: [
        { key: 'run-4711', account: 'team_acme', credit_type: 'agent', amount: '12.5' },
        { key: 'run-4712', account: 'team_acme', credit_type: 'agent', amount: '5000' },
      ],
    },
  },
  success: {
    schema: Type.Object({ results: Type.Array(Result) }, { title: 'DebitResults' }),
    example: {
      results: [
        {
          status: 'ok',
          id: examples.debit.id,
          balance: { available: '987.5' },
          grants: [examples.draw],
        },
        {
          status: 'refused',
          code: 'insufficient_credits',
          detail:
            '5000 agent credits were asked for and 987.5 are available. Buy or grant more, or ask for less.',
        },
      ],
    },
  },
  idempotent: true,
  refusals: ['idempotency_key_reused'],
  async handler(call) {
    const list = await wholeList(call, call.body.debits)
    if (list) return list
    const decided = call.body.debits.map((item) => commandOf(call, item))
    const commands = decided.filter((one): one is DebitCommand => !isAnyRefusal(one))
    const outcomes = await submitAll(call, commands)
    let next = 0
    const results = decided.map((one) => resultOf(isAnyRefusal(one) ? one : outcomes[next++]))
    const refused = results.flatMap(({ code }) => code ?? [])
    if (refused.length > 0) call.refused = refused
    return { results }
  },
})

/** Each by its own account's clock, which nearly always is one and the same. */
async function submitAll(
  { store, arrived_at }: Call,
  commands: readonly DebitCommand[],
): Promise<Outcome<DebitAnswer>[]> {
  const times = commands.map(({ account }) => arrived_at + store.ahead(account))
  const [first = arrived_at] = times
  if (times.every((time) => time === first)) return store.ledger.submitAll(commands, first)
  const outcomes: Outcome<DebitAnswer>[] = []
  const each = [...new Set(times)].map(async (time) => {
    const theirs = commands.filter((_, i) => times[i] === time)
    const decided = (await store.ledger.submitAll(theirs, time)).values()
    for (const [i, at] of times.entries()) {
      const next = at === time ? decided.next() : null
      if (next && !next.done) outcomes[i] = next.value
    }
  })
  await Promise.all(each)
  return outcomes
}

/**
 * The header's key is recorded with what it stands for before the list is decided. It needs no answer kept: the same
 * list again is answered the same, debit for debit.
 */
async function wholeList(call: Call, items: readonly Static<typeof Item>[]): Promise<AnyRefusal | null> {
  const own = call.caller.account
  const request = call.onceRequest(own ?? '')
  if (!request) return null
  // A debit of the list that has the very same key takes it itself, for good. Then the list's is kept beside it, under
  // a name that no key can have.
  const isTaken = items.some(({ account, key }) => account === own && key === request.key)
  const key = isTaken ? `${request.key} (the list’s)` : request.key
  const { answer, replayed } = await call.store.once({ ...request, key }, call.now, async () => ({}))
  call.replayed = replayed
  return isAnyRefusal(answer) ? answer : null
}

function commandOf(call: Call, item: Static<typeof Item>): DebitCommand | AnyRefusal {
  const { account } = item
  const own = call.caller.account
  if (own !== null && account !== own) return noAccount(account)
  return debitCommand(call, account, item.key, item)
}

function resultOf(outcome: Outcome<DebitAnswer> | AnyRefusal | undefined): Static<typeof Result> {
  if (outcome === undefined) throw new Error('the ledger answered fewer debits than it was given')
  if (isAnyRefusal(outcome)) return { status: 'refused', code: outcome.refused, detail: outcome.detail }
  const { answer, replayed } = outcome
  const mark = replayed ? { replayed } : {}
  if (isAnyRefusal(answer)) return { status: 'refused', code: answer.refused, detail: answer.detail, ...mark }
  return {
    status: 'ok',
    id: answer.debit.id,
    balance: { available: amountText(answer.debit.after_micro) },
    grants: drawsWire(answer.draws),
    ...mark,
  }
}
