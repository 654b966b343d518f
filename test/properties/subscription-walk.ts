import { lookAgain } from '../../src/core/purchases/look-again.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { advance } from '../../src/core/subscriptions/advance.ts'
import { cardsChanged } from '../../src/core/subscriptions/cards-changed.ts'
import { previewOf } from '../../src/core/subscriptions/preview-of-change.ts'
import { sells } from './subscription-archive.ts'
import { agree, Disagreement, look } from './subscription-look.ts'
import { SubscriptionModel } from './subscription-model.ts'
import { make } from './subscription-moves.ts'
import { partOf, TYPE } from './subscription-plans.ts'
import { type Call, hearsOfCard, type Once, type Play, removes } from './subscription-plays.ts'
import { previews, type Told } from './subscription-preview.ts'
import { MICROS_A_CENT, type ModelTerms } from './subscription-rules.ts'
import {
  burns,
  MEMBERS,
  moveOf,
  type SubscriptionMove,
  type SubscriptionStep,
  standingOf,
} from './subscription-steps.ts'
import { CutOff, type SubscriptionSubject } from './subscription-subject.ts'

/** How often each move came to what, so that a test can tell that it tests anything. */
export type Tally = Map<string, number>

/** Days that not every month has, leap years, and the ends of days. */
const BEGINNINGS = [
  Date.UTC(2047, 0, 31, 10, 0, 0, 5),
  Date.UTC(2048, 0, 30, 23, 59, 59, 999),
  Date.UTC(2048, 1, 29),
  Date.UTC(2047, 10, 30, 12, 30),
  Date.UTC(2047, 5, 15, 8),
]

const SECOND = 1_000
/** Keys are kept for a day. */
const KEPT = 20 * 3_600_000

/** Walks one account of its own, in the code and in the model, and compares after every step. */
export class Walker {
  readonly subject: SubscriptionSubject
  readonly account: string
  /** Another one where calls came at once, and nobody knew which of them came first. */
  model: SubscriptionModel
  readonly trace: string[] = []
  now: number
  /** How far the account's own clock, which `now` is, has been put ahead of the real one. */
  ahead = 0
  /** The subscription that calls are about, and what was paid beside it. */
  sub = ''
  spent = 0n
  #minted = 0
  readonly #commits: boolean
  readonly #verifies: boolean
  readonly #made: { readonly call: Call; readonly once: Once; readonly at: number }[] = []
  readonly #tally: Tally

  constructor(
    subject: SubscriptionSubject,
    account: string,
    begin: number,
    { tally = new Map(), verifies = true }: { readonly tally?: Tally; readonly verifies?: boolean } = {},
  ) {
    this.#verifies = verifies
    this.subject = subject
    this.account = account
    this.#tally = tally
    this.now = BEGINNINGS[begin % BEGINNINGS.length] as number
    this.model = new SubscriptionModel(begin % 7 !== 6, begin % 3 !== 2)
    this.#commits = begin % 4 === 3
  }

  async open(): Promise<void> {
    const { subject, account, model } = this
    const kind = model.isTeam ? 'team' : 'user'
    const seatless = model.seatlessDraw ? 'topup' : 'nothing'
    const pays_with = this.#commits ? 'commitment' : 'card'
    await subject.account(account, kind, { seatless, pays_with }, this.now)
    for (const member of MEMBERS.slice(0, model.isTeam ? 5 : 1)) await this.adds(this.name(member))
    await sells(this)
    if (this.#commits) await this.commits(40_000n)
    else model.card = await subject.putCard(account, 'good')
  }

  /** So many cents more are there to pay bills with. */
  async commits(cents: bigint): Promise<Told> {
    await this.subject.commit(this.account, cents, this.mint('grant'), this.now)
    this.model.commitment = (this.model.commitment ?? 0n) + cents * MICROS_A_CENT
    return 'ok'
  }

  step(step: SubscriptionStep): Promise<void> {
    return this.take(moveOf(this.model, step, this.now + SECOND), step[3])
  }

  async take(move: SubscriptionMove, dice: number): Promise<void> {
    this.now += SECOND
    const said = JSON.stringify(move, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))
    this.trace.push(`${new Date(this.now).toISOString()} ${said}`)
    const seen = `${move.do} ${await make(this, move, dice)}`
    this.#tally.set(seen, (this.#tally.get(seen) ?? 0) + 1)
    if (move.do !== 'wait' || !move.unseen) await look(this.subject, this.account, this.model, this.now)
    if (this.#verifies) await this.verified()
  }

  /** All is well in the account's books. */
  async verified(): Promise<void> {
    const [first] = await this.subject.verify(this.account, this.real)
    if (first) throw new Disagreement(`verify: ${first.invariant}: ${first.what}`)
  }

  get real(): number {
    return this.now - this.ahead
  }

  name(member: string): string {
    return member.startsWith(this.account) ? member : `${this.account}_${member}`
  }

  mint(prefix: string): string {
    this.#minted += 1
    return `${prefix}_${this.account}_${this.#minted}`
  }

  plays({ plays, call }: Play, dice: number): Promise<Told | 'ok'> {
    return this.calls(dice, plays(this.model), call)
  }

  /** Makes a call under a key: by itself, twice at the same time, or cut off before its allotments. */
  async calls(dice: number, told: Told, call: Call): Promise<Told | 'ok'> {
    const { subject, account, now } = this
    const { buying, other } = subject
    const once = { account, key: this.mint('key'), fingerprint: '' }
    if (dice % 9 === 1) {
      if (this.sub) await advance(buying, account, this.sub, now)
      await call(subject.cutOff(), now, once).catch(orThrow)
      await this.found()
      if (this.sub) await advance(buying, account, this.sub, now)
    } else if (dice % 9 === 2 && told === null) {
      const answers = await Promise.all([call(buying, now, once), call(other, now, once)])
      agree(
        'whether one of two succeeded',
        answers.some((answer) => !isRefusal(answer)),
        true,
      )
    } else {
      const answer = await call(buying, now, once)
      agree('what a call is told', isRefusal(answer) ? answer.refused : null, told)
    }
    await this.found()
    if (told === null) this.keeps(call, once)
    return told ?? 'ok'
  }

  /** What was made under a key may be made again. */
  keeps(call: Call, once: Once): void {
    this.#made.push({ call, once, at: this.now })
  }

  async found(): Promise<void> {
    const known = await this.subject.buying.store.registry.subscriptionTo(this.account, TYPE)
    this.sub = known?.id ?? ''
  }

  /** The same call under the same key changes nothing any more. */
  async repeats(dice: number): Promise<Told> {
    const kept = this.#made.filter(({ at }) => this.now - at < KEPT)
    const known = kept[dice % Math.max(kept.length, 1)]
    if (!known) return 'none'
    const answer = await known.call(this.subject.buying, this.now, known.once)
    agree('what a call is told again', isRefusal(answer) ? answer.refused : null, null)
    this.model.tick(this.now)
    return 'ok'
  }

  /** Two at once; one before them may be cut off between a step and its allotment. */
  async advances(cut: boolean): Promise<Told> {
    const { subject, account, sub, now } = this
    if (cut) await advance(subject.cutOff(), account, sub, now).catch(orThrow)
    await Promise.all([advance(subject.buying, account, sub, now), advance(subject.other, account, sub, now)])
    this.model.tick(now)
    return cut ? 'cut' : 'ok'
  }

  async previews(terms: Partial<ModelTerms>): Promise<{ readonly told: Told; readonly due: bigint }> {
    const { subject, account, sub, now } = this
    const about = { account, subscription: sub, terms: partOf(terms) }
    const is = await previewOf(subject.buying, about, now)
    const should = previews(this.model, terms, now)
    if (typeof should === 'string' || isRefusal(is)) {
      agree('what a preview is told', isRefusal(is) ? is.refused : null, should)
      return { told: String(should), due: 0n }
    }
    agree(
      'the preview',
      [is.kind, is.due_minor, is.credits_micro, is.effective_at, is.demotions_required],
      [should.kind, should.due, should.credits, should.at, should.missing],
    )
    const sum = is.lines.reduce((total, { amount_minor }) => total + amount_minor, 0n)
    agree('the lines of the preview', sum, should.due)
    const { at_renewal: beside } = is
    const termsIn = ({ plan, seats, size, interval }: ModelTerms) => [plan.id, seats, size, interval]
    agree(
      'what waits beside it',
      beside && [beside.plan, beside.seats, beside.credits_micro, beside.interval],
      should.rest && termsIn(should.rest),
    )
    return { told: 'ok', due: is.due_minor }
  }

  async adds(member: string): Promise<Told> {
    const { model, subject, account, now } = this
    if (model.isMember(member)) return 'is there'
    await subject.addMember(account, member, now, standingOf(member.slice(account.length + 1)))
    const known = model.members.find(({ id }) => id === member)
    if (known) known.isThere = true
    else model.members.push({ id: member, isThere: true, burns: burns(member.slice(account.length + 1)) })
    return 'ok'
  }

  async removes(member: string): Promise<Told> {
    const { model, subject, now } = this
    if (!model.isMember(member)) return 'is away'
    const { call, plays } = removes(this, member)
    await call(subject.buying, now, null)
    plays(model)
    return 'ok'
  }

  /** What was declined is tried with another card at once. */
  async tellsOfCard(): Promise<Told> {
    await cardsChanged(this.subject.buying, this.account, this.real)
    return hearsOfCard(this.model, this.now)
  }

  /** Whoever was sent a bill, or must confirm it, pays it on its page. */
  async paysPage(): Promise<Told> {
    const { model, subject, account, now } = this
    const { registry } = subject.buying.store
    const bill = model.sub?.bill ?? model.sub?.owed.find(({ state }) => state === 'open')
    const known = await registry.subscription(account, this.sub)
    const owed = await registry.invoicesOfRenewals(account, this.sub)
    const waiting = known?.bill?.purchase ?? owed.find(({ ended_at }) => ended_at === null)?.purchase
    const purchase = waiting && (await registry.purchase(account, waiting))
    agree('whether a bill waits', Boolean(purchase), Boolean(bill))
    if (!bill || !purchase) return 'none'
    await subject.pay(purchase.facts.page_url ?? '')
    await lookAgain(subject.buying, purchase, 'test', now)
    bill.state = 'paid'
    model.tick(now)
    const [saved] = await subject.cards(account)
    if (!model.card && saved) model.card = { id: saved, kind: 'good' }
    return bill.kind
  }
}

function orThrow(error: unknown): void {
  if (!(error instanceof CutOff)) throw error
}
