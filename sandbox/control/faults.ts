import type { FaultOrder } from '../faults.ts'
import { control } from './route.ts'

/** What goes wrong with the next calls. */
export const faultControls = [
  control('GET', '/faults', ({ sandbox }) => ({ data: sandbox.faults.list() })),
  control('POST', '/faults', ({ sandbox, body }) => sandbox.faults.add(body as unknown as FaultOrder)),
  control('DELETE', '/faults', ({ sandbox }) => {
    sandbox.faults.clear()
    return { data: [] }
  }),
]
