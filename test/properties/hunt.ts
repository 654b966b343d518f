import type { Connections } from '../../src/store/session/connection-config.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { type Campaign, campaign, WalkFailed } from './campaign.ts'
import { subjectOn } from './subject.ts'

/** Which walks to hunt with: those of a seed from one to before another. */
export interface Hunt extends Pick<Campaign, 'about'> {
  readonly seed: number
  readonly from: number
  readonly runs: number
}

/** What caught the bug, and on which walk. */
export interface Catch {
  readonly by: string
  readonly path: number | null
}

/**
 * A process of its own that walks the ledger beside it, which may be a copy with a planted bug: what it was caught
 * by is printed, and null when it did as the model does and left a ledger that verifies.
 */
const { connections, ...hunt } = JSON.parse(process.argv[2] ?? '') as Hunt & { connections: Connections }
const subject = await subjectOn(connections)
console.log(JSON.stringify(await caught()))
process.exit()

async function caught(): Promise<Catch | null> {
  try {
    await campaign(subject, { ...hunt, together: 32, shrink: false })
  } catch (error) {
    const path = error instanceof WalkFailed ? error.path : null
    return { by: `model: ${(error as Error).message.split('\n').slice(1, 4).join(' ')}`, path }
  }
  const { breaches } = await verify(connections.server, { now: Date.now() })
  if (!breaches[0]) return null
  const { invariant, what, account } = breaches[0]
  return { by: `verify: ${invariant}: ${what}`, path: Number(account.split('_').at(-1)) }
}
