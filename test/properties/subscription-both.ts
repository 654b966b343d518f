import { isRefusal } from '../../src/core/refusal.ts'
import { Disagreement, look } from './subscription-look.ts'
import type { SubscriptionModel } from './subscription-model.ts'
import { otherPlans } from './subscription-plans.ts'
import { type Play, passesBy, playOf, removes, tellsOfCard } from './subscription-plays.ts'
import { previews, type Told } from './subscription-preview.ts'
import type { OneOfBoth } from './subscription-steps.ts'
import type { Walker } from './subscription-walk.ts'
import { pick } from './subscription-wishes.ts'

/** What may come at once with something else. */
const AT_ONCE: readonly OneOfBoth['do'][] = [
  'change',
  'cancel',
  'move',
  'change',
  'advance',
  'resume',
  'give',
  'card',
  'end',
  'change',
  'clear',
  'take',
  'pay_now',
  'remove',
]

/** Whoever has none, or none any more, can only begin one: so two begin different ones. */
export function atOnce(
  { sub }: SubscriptionModel,
  a: number,
  b: number,
): readonly [OneOfBoth['do'], OneOfBoth['do']] {
  const isBegun = sub && sub.status !== 'canceled' && (sub.status !== 'incomplete' || a % 2 === 0)
  if (!isBegun) return ['subscribe', 'subscribe']
  return [pick(AT_ONCE, a), pick(AT_ONCE, a + 1 + (b % (AT_ONCE.length - 1)))]
}

/** One way in which two calls may have come to each other. */
interface Outcome {
  readonly says: string
  readonly told: readonly Told[]
  readonly model: SubscriptionModel
}

/**
 * Two different calls at the same moment, each of another server. One of them came first, and the other decided upon
 * what that made: the model goes on from whichever of the two orders it was. There must be one.
 */
export async function both(
  walker: Walker,
  moves: readonly [OneOfBoth, OneOfBoth],
  dice: number,
): Promise<string> {
  const { subject, account, now } = walker
  const plays: readonly Play[] = [await begins(walker, moves[0], dice), await begins(walker, moves[1], dice)]
  const [one, other] = plays as [Play, Play]
  const possible = outcomes(walker.model, one, other, now)
  const keys = moves.map((move) => ({ account, key: walker.mint('key'), fingerprint: move.do }))
  const { buying, other: second } = subject
  const servers = dice % 2 === 0 ? [buying, second] : [second, buying]
  const answers = await Promise.all(
    plays.map(({ call }, n) => call(servers[n] ?? buying, now, keys[n] ?? null)),
  )
  const told = answers.map((answer) => (isRefusal(answer) ? answer.refused : null))
  await walker.found()
  const which = moves.map((move) => move.do)
  const unlike: string[] = []
  for (const { says, told: should, model } of possible) {
    if (should.join() !== told.join()) {
      unlike.push(`${says}: they are told ${told}, and not ${should}`)
      continue
    }
    try {
      await look(subject, account, model, now)
    } catch (error) {
      if (!(error instanceof Disagreement)) throw error
      unlike.push(`${says}: ${error.message}`)
      continue
    }
    walker.model = model
    plays.forEach(({ call }, n) => {
      if (told[n] === null && isKeyed(moves[n])) walker.keeps(call, keys[n] ?? null)
    })
    return `${which.join(' & ')}: ${told.map((one) => one ?? 'ok').join(' & ')}, ${says}`
  }
  throw new Disagreement(`${which.join(' & ')} at once came to nothing possible:\n${unlike.join('\n')}`)
}

const isKeyed = (move: OneOfBoth | undefined): boolean =>
  move !== undefined && move.do !== 'advance' && move.do !== 'remove' && move.do !== 'card'

/** What comes before a call: a card is put, and a price is read. */
async function begins(walker: Walker, move: OneOfBoth, dice: number): Promise<Play> {
  const { model, subject, account, now } = walker
  switch (move.do) {
    case 'advance':
      return passesBy(walker)
    case 'remove': {
      const member = walker.name(move.member)
      return model.isMember(member) ? removes(walker, member) : passesBy(walker)
    }
    case 'card':
      if (model.commitment !== null) return passesBy(walker)
      model.card = await subject.putCard(account, move.kind)
      return tellsOfCard(walker)
    case 'change': {
      const preview = previews(copyOf(model), move.terms, now)
      return playOf(walker, move, dice, typeof preview === 'string' ? 0n : preview.due)
    }
    default:
      return playOf(walker, move, dice)
  }
}

/** What whoever comes in between is told, who has done nothing by that and may ask again. */
const BETWEEN = ['payment_pending', 'subscription_exists']

/**
 * Either comes first. Or the other came in between: while nobody knew yet whether what the one had billed is paid, or
 * when the one had just begun what the other was to begin. Or a renewal that was due was still being charged when the
 * first of them came.
 */
function outcomes(model: SubscriptionModel, one: Play, other: Play, now: number): readonly Outcome[] {
  const played = (...plays: readonly Play[]) => {
    const copy = copyOf(model)
    return { told: plays.map((play) => play.plays(copy)), model: copy }
  }
  const duringRenewal = (first: Play, second: Play) => {
    const copy = copyOf(model)
    copy.isCharging = true
    copy.tick(now)
    if (!copy.waitsForNews) return []
    const told = [first.plays(copy)]
    copy.hears()
    return [{ told: [...told, second.plays(copy)], model: copy }]
  }
  const otherwise = played(other, one)
  const [first, second] = [played(one), played(other)]
  const between = BETWEEN.flatMap((refused) => [
    { says: 'the other in between', told: [...first.told, refused], model: first.model },
    { says: 'the one in between', told: [refused, ...second.told], model: second.model },
  ])
  return [
    { says: 'in order', ...played(one, other) },
    { says: 'the other way round', told: otherwise.told.toReversed(), model: otherwise.model },
    ...duringRenewal(one, other).map((is) => ({ says: 'the one during the renewal', ...is })),
    ...duringRenewal(other, one).map(({ told, model: then }) => ({
      says: 'the other during the renewal',
      told: told.toReversed(),
      model: then,
    })),
    ...between.filter(({ model: then }) => then.bills.length > model.bills.length),
  ]
}

/** A model of its own, in which the same plans are sold. */
function copyOf(model: SubscriptionModel): SubscriptionModel {
  const known = new Map<object, object>([...otherPlans, ...model.own].map((plan) => [plan, plan]))
  const copied = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null) return one
    const before = known.get(one)
    if (before) return before
    const copy: Record<string, unknown> = Array.isArray(one) ? [] : Object.create(Object.getPrototypeOf(one))
    known.set(one, copy)
    for (const [key, value] of Object.entries(one)) copy[key] = copied(value)
    return copy
  }
  return copied(model) as SubscriptionModel
}
