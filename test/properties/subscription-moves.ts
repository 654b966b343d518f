import { archives } from './subscription-archive.ts'
import { both } from './subscription-both.ts'
import { byJob, putsForward } from './subscription-clock.ts'
import { disputes, refunds } from './subscription-money.ts'
import { playOf } from './subscription-plays.ts'
import type { Told } from './subscription-preview.ts'
import type { SubscriptionMove } from './subscription-steps.ts'
import { usage } from './subscription-usage.ts'
import type { Walker } from './subscription-walk.ts'

/** Makes a move, in the code and in the model, and answers what it was refused for. */
export async function make(walker: Walker, move: SubscriptionMove, dice: number): Promise<Told | 'ok'> {
  const { model, subject, account, now: at } = walker
  switch (move.do) {
    case 'wait':
      walker.now = move.until
      if (move.cut) return walker.advances(true)
      return dice % 3 === 0 ? byJob(walker) : 'ok'
    case 'advance':
      return dice % 2 === 0 ? byJob(walker) : walker.advances(false)
    case 'clock':
      return putsForward(walker, move.days)
    case 'preview':
      return (await walker.previews(move.terms)).told
    case 'change': {
      const { due } = await walker.previews(move.terms)
      return walker.plays(playOf(walker, move, dice, due), dice)
    }
    case 'end':
      // Where it is to be cut off, it is brought to the present before, and charged for that.
      if (dice % 9 === 1) model.tick(at)
      return walker.plays(playOf(walker, move, dice), dice)
    case 'subscribe':
    case 'clear':
    case 'cancel':
    case 'resume':
    case 'pay_now':
    case 'give':
    case 'take':
    case 'move':
      return walker.plays(playOf(walker, move, dice), dice)
    case 'both':
      return both(walker, move.moves, dice)
    case 'archive':
      return archives(walker)
    case 'add':
      return walker.adds(walker.name(move.member))
    case 'remove':
      return walker.removes(walker.name(move.member))
    case 'refund':
      return refunds(walker, move.which, dice)
    case 'dispute':
      return disputes(walker, move.which, dice)
    case 'card':
      // Who has committed to pay commits to more.
      if (model.commitment !== null) return walker.commits(BigInt(dice + 1) * 20n)
      model.card = await subject.putCard(account, move.kind)
      return dice % 3 === 0 ? move.kind : walker.tellsOfCard()
    case 'pay_page':
      return walker.paysPage()
    case 'repeat':
      return walker.repeats(dice)
    default:
      return usage(walker, move)
  }
}
