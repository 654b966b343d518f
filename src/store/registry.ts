import type { Registry } from '../core/ports.ts'
import { accountsOn } from './accounts.ts'
import { capCountersOn } from './cap-counters.ts'
import { capsOn } from './caps.ts'
import { creditTypesOn } from './credit-types.ts'
import { keysOn } from './keys.ts'
import { membersOn } from './members.ts'
import type { Session } from './session.ts'

/** The registry on a pool, for reads, or on the client of a transaction. */
export const registryOn = (session: Session): Registry => ({
  ...accountsOn(session),
  ...membersOn(session),
  ...keysOn(session),
  ...creditTypesOn(session),
  ...capsOn(session),
  ...capCountersOn(session),
})
