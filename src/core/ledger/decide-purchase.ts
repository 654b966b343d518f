import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Purchase, PurchaseState, Transition } from '../purchases/purchase.ts'
import { nextCheck, transition, type Verdict } from '../purchases/transition.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { purchaseHappenings } from '../webhooks/happening.ts'
import { type Book, type LoadedPurchase, ref, walletOf } from './book.ts'
import type { Answers, SettlePurchaseCommand } from './command.ts'
import { payDebt } from './debt.ts'
import { decideGrant } from './decide-grant.ts'
import { takeBack } from './decide-revocation.ts'
import { freeze, thaw } from './freeze.ts'
import { DEFAULT_PRIORITY, hasExpired, UNSCOPED } from './grant.ts'
import { restore } from './restore.ts'

/**
 * Makes of a purchase, and of its grant, what a look at its payment says. All of it is measured by what has been done
 * before, so a look that tells nothing new changes nothing in the wallet. Money has moved by now: whatever can't be
 * done stays visible as not done, and never keeps the rest from being written down.
 */
export function decidePurchase(
  book: Book,
  command: SettlePurchaseCommand,
  now: Instant,
): Answers['settle_purchase'] | Refusal {
  const found = book.purchases.get(ref(command.account, command.purchase))
  if (!found)
    return refuse('purchase_not_found', `The account ${command.account} has no purchase ${command.purchase}.`)
  const { purchase } = found
  const at = Math.max(now, walletOf(book, purchase.account, purchase.credit_type)?.at ?? now)
  const verdict = transition(purchase, command.facts)
  // The clock of whoever settles may lag behind that of whoever did before.
  purchase.updated_at = Math.max(at, purchase.updated_at)
  const transitions = verdict.states.map((state) => step(found, state, command.cause))
  purchase.facts = verdict.facts
  if (verdict.granted && purchase.subscription === null) grantOnce(book, purchase, at)
  bringGrantTo(book, found, verdict, command.id, at)
  purchase.check_at = nextCheck(purchase, now)
  book.journal.purchases.add(purchase)
  book.journal.transitions.push(...transitions)
  book.journal.happenings.push(...purchaseHappenings(purchase, transitions))
  return { purchase: { ...purchase }, transitions }
}

function step(found: LoadedPurchase, to: PurchaseState, cause: string): Transition {
  const { purchase } = found
  found.seq += 1
  const { account, id, state: from, updated_at: at } = purchase
  purchase.state = to
  return { account, purchase: id, seq: found.seq, from, to, cause, at }
}

/** Where the wallet has no room the purchase stays paid and not granted, and is tried again at every look. */
function grantOnce(book: Book, purchase: Purchase, at: Instant): void {
  if (purchase.granted_at !== null) return
  const { account, credit_type, grant: id, credits_micro: amount_micro } = purchase
  const before_micro = toppedUp(book, purchase, at)
  // A buyer may have paid so late that the credits would have expired: they get them for a moment at least.
  const expires_at = purchase.expires_at == null ? purchase.expires_at : Math.max(purchase.expires_at, at + 1)
  const granted = decideGrant(
    book,
    {
      account,
      credit_type,
      id,
      amount_micro,
      source: 'purchase',
      priority: DEFAULT_PRIORITY,
      scope: UNSCOPED,
      starts_at: null,
      expires_at,
      metadata: null,
    },
    at,
  )
  if (isRefusal(granted)) return
  purchase.granted_at = at
  purchase.remaining_before_micro = before_micro
  purchase.remaining_after_micro = toppedUp(book, purchase, at)
}

/** What the wallet has, held or not, that came by no subscription. */
function toppedUp(book: Book, { account, credit_type }: Purchase, at: Instant): Micro {
  let sum = 0n
  for (const grant of walletOf(book, account, credit_type)?.grants.values() ?? [])
    if (grant.source !== 'subscription' && !hasExpired(grant, at))
      sum += grant.remaining_micro + grant.held_micro
  return sum
}

/** Thaws first, so that a lost dispute takes back what was frozen for it. */
function bringGrantTo(
  book: Book,
  { purchase, spent_on_refund: spent }: LoadedPurchase,
  verdict: Verdict,
  cause: string,
  at: Instant,
): void {
  const wallet = walletOf(book, purchase.account, purchase.credit_type)
  const grant = wallet?.grants.get(purchase.grant)
  if (!wallet || !grant) return
  if (grant.frozen && !verdict.frozen) thaw(book, wallet, grant, cause, at)
  const more_micro = verdict.revoked_micro - purchase.revoked_micro
  if (more_micro < 0n) {
    const amount_micro = -more_micro
    if (!isRefusal(restore(book, wallet, grant, { amount_micro, cause, at })))
      purchase.revoked_micro -= amount_micro
  } else {
    // Some of it may have been taken back by hand.
    const amount_micro = lesser(more_micro, grant.amount_micro - grant.revoked_micro)
    const taken = amount_micro > 0n ? takeBack(book, wallet, grant, { amount_micro, spent, cause, at }) : null
    if (!isRefusal(taken)) purchase.revoked_micro += amount_micro
  }
  if (verdict.frozen && !grant.frozen) freeze(book, wallet, grant, cause, at)
  purchase.frozen = grant.frozen
  payDebt(book, wallet, at)
}
