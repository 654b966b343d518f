import type { Connections } from '../../src/store/session/connection-config.ts'
import { subscriptionCampaign } from './subscription-campaign.ts'
import { pieces } from './subscription-pieces.ts'
import { SubscriptionSubject } from './subscription-subject.ts'

/** Which walks to hunt with, and where the local Stripe is to keep what it knows. */
export interface SubscriptionHunt {
  readonly connections: Connections
  readonly dataDir: string
  readonly seed: number
  readonly runs: number
}

/**
 * A process of its own that walks subscriptions in the code beside it, which may be a copy with a planted bug. What it
 * was caught by is printed, and null where it did as the model does.
 */
const { connections, dataDir, seed, runs } = JSON.parse(process.argv[2] ?? '') as SubscriptionHunt
const subject = await SubscriptionSubject.open(connections, dataDir)
console.log(JSON.stringify(await caught()))
process.exit()

async function caught(): Promise<string | null> {
  try {
    for (const [n, { says, play }] of pieces.entries())
      await play(subject, `piece_${n}`).catch((error: Error) => {
        throw new Error(`piece: ${says}: ${error.message}`, { cause: error })
      })
    await subscriptionCampaign(
      { subject, server: connections.server },
      { seed, runs, together: 4, shrink: false },
    )
    return null
  } catch (error) {
    return (error as Error).message
  }
}
