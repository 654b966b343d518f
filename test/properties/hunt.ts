import type { Connections } from '../../src/store/connection-config.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { campaign } from './campaign.ts'
import { subjectOn } from './subject.ts'

/**
 * A process of its own that walks the ledger beside it, which may be a copy with a planted bug: what it was caught
 * by is printed, and nothing when it did as the model does and left a ledger that verifies.
 */
const { connections, seed, runs } = JSON.parse(process.argv[2] ?? '') as {
  connections: Connections
  seed: number
  runs: number
}
const subject = await subjectOn(connections)
try {
  await campaign(subject, { seed, runs, together: 32, shrink: false })
  const { breaches } = await verify(connections.server, { now: Date.now() })
  if (breaches[0]) console.log(`verify: ${breaches[0].invariant}: ${breaches[0].what}`)
} catch (error) {
  console.log(`model: ${(error as Error).message.split('\n').slice(1, 4).join(' ')}`)
}
process.exit()
