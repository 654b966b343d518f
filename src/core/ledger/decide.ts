import { isAfterCaps } from '../caps/check.ts'
import type { Instant } from '../instant.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { type Book, homeOf, type Recorded, ref, walletOf } from './book.ts'
import {
  type Answer,
  type Answers,
  type Command,
  type DebitCommand,
  isKeyless,
  isMinted,
  type KeyedCommand,
  type Outcome,
} from './command.ts'
import type { DebitAnswer } from './debit.ts'
import { decideAllotment } from './decide-allotment.ts'
import { decideCapture } from './decide-capture.ts'
import { capsOfRefused, debitOf, decideDebit } from './decide-debit.ts'
import { decideGrant } from './decide-grant.ts'
import { decideExtend, decideRelease, decideReserve } from './decide-hold.ts'
import { decidePurchase } from './decide-purchase.ts'
import { decideReversal } from './decide-reversal.ts'
import { decideRevocation } from './decide-revocation.ts'
import { settleDue } from './due.ts'
import { hasEndedHold, isDue, type Wallet } from './wallet.ts'

/**
 * Decides one command on what is loaded: its key's first outcome where it has one, else a new outcome, recorded
 * under the key. A refusal is this command's answer and touches nothing but the record of its key. What fell due in
 * the wallet is settled first; null says that the wallet must be loaded whole for that, or that its key is under way with
 * another call, and to ask again.
 */
export function decide(book: Book, command: Command, now: Instant): Outcome | null {
  if (isUnderWay(book, command)) return null
  const known = isKeyless(command) ? null : replayed(book, command, now)
  if (known) return known
  if (!settled(book, command, now)) return null
  const answer = work(book, command, now)
  if (!isKeyless(command) && !isStranger(answer) && !isForgotten(command, answer))
    record(book, command, answer, now)
  return { answer, replayed: false }
}

const ONLY_HOME: readonly Wallet[] = []

/**
 * Settles what fell due in the command's wallet, and in any other of the account whose holds have ended: its caps count
 * them no more. False where one must be loaded whole for that.
 */
function settled(book: Book, command: Command, now: Instant): boolean {
  const home = homeOf(book, command)
  for (const wallet of book.capped.get(command.account) ?? ONLY_HOME) {
    if (wallet === home || !isDue(wallet, now)) continue
    if (!wallet.whole) return false
    if (hasEndedHold(wallet, now)) settleDue(book, wallet, now)
  }
  if (home && isDue(home, now)) {
    if (!home.whole) return false
    settleDue(book, home, now)
  }
  return true
}

/** Whether another call is about the command's key, which is to be waited for elsewhere. */
export const isUnderWay = (book: Book, command: Command): boolean =>
  book.underWay.size > 0 && !isKeyless(command) && book.underWay.has(ref(command.account, command.key))

function record(book: Book, command: KeyedCommand, answer: Answer | Refusal, now: Instant): void {
  const { account, key, fingerprint } = command
  const name = ref(account, key)
  if (command.kind === 'debit') recordDebit(book, name, command, answer as DebitAnswer | Refusal, now)
  else {
    book.journal.recorded.push({ account, key, fingerprint, answer, at: now })
    book.recorded.set(name, { kind: 'other', fingerprint, answer, until: Number.POSITIVE_INFINITY })
  }
}

const SETTLED: Answers['settle'] = {}

/** Nothing is recorded for an account or a credit type that isn't there: it may be made, and the call come again. */
export const isStranger = (answer: unknown): answer is Refusal =>
  isRefusal(answer) && (answer.refused === 'account_not_found' || answer.refused === 'credit_type_not_found')

const isForgotten = ({ keeps_refusal = true }: KeyedCommand, answer: Answer | Refusal): boolean =>
  isRefusal(answer) && !keeps_refusal

function work(book: Book, command: Command, now: Instant): Answer | Refusal {
  switch (command.kind) {
    case 'debit':
      return decideDebit(book, command, now)
    case 'grant':
      return decideGrant(book, command, now)
    case 'reserve':
      return decideReserve(book, command, now)
    case 'capture':
      return decideCapture(book, command, now)
    case 'release':
      return decideRelease(book, command, now)
    case 'extend':
      return decideExtend(book, command, now)
    case 'reverse':
      return decideReversal(book, command, now)
    case 'revoke':
      return decideRevocation(book, command, now)
    case 'settle':
      // Settling comes before every command, so nothing is left to do for this one.
      return SETTLED
    case 'settle_purchase':
      return decidePurchase(book, command, now)
    case 'allot':
      return decideAllotment(book, command, now)
  }
}

function recordDebit(
  book: Book,
  name: string,
  command: DebitCommand,
  answer: DebitAnswer | Refusal,
  now: Instant,
): void {
  let outcome: DebitAnswer
  if (isRefusal(answer)) {
    // A refusal without a key of the caller's can't be asked for again, so it isn't kept.
    if (isMinted(command)) return
    const wallet = walletOf(book, command.account, command.credit_type)
    const at = Math.max(now, wallet?.at ?? now)
    const caps = isAfterCaps(answer) ? capsOfRefused(book, command, at) : []
    const debit = debitOf(command, wallet, answer, at, { caps })
    book.journal.debits.push(debit)
    outcome = { debit, draws: [] }
  } else outcome = answer
  book.recorded.set(name, { kind: 'debit', outcome })
}

/** What the key's first command came to, where it has had one. */
function replayed(book: Book, command: KeyedCommand, now: Instant): Outcome | null {
  const recorded = book.recorded.get(ref(command.account, command.key))
  return recorded && (recorded.kind === 'debit' || now < recorded.until) ? replay(recorded, command) : null
}

/** The first answer again, or a refusal where the key came with another request. */
function replay(recorded: Recorded, command: KeyedCommand): Outcome {
  if (recorded.kind === 'other')
    return recorded.fingerprint === command.fingerprint ? again(recorded.answer) : reused(command)
  if (command.kind !== 'debit' || !isSameDebit(recorded.outcome, command)) return reused(command)
  const { refused, detail } = recorded.outcome.debit
  return again(refused === null ? recorded.outcome : refuse(refused, detail ?? 'The debit was refused.'))
}

const again = (answer: Answer | Refusal): Outcome => ({ answer, replayed: true })

const reused = (command: KeyedCommand): Outcome => ({
  answer: refuse(
    'idempotency_key_reused',
    `The key ${command.key} was used for another request. Use a new one.`,
  ),
  replayed: false,
})

const isSameDebit = ({ debit }: DebitAnswer, command: DebitCommand): boolean =>
  debit.hold === null &&
  debit.credit_type === command.credit_type &&
  debit.amount_micro === command.amount_micro &&
  debit.usage.member === command.usage.member &&
  debit.usage.project === command.usage.project &&
  debit.usage.feature === command.usage.feature &&
  debit.metadata === command.metadata &&
  debit.occurred_at === command.occurred_at
