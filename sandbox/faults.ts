import { declinedAs } from './cards/decision.ts'
import { type DeclineName, isDeclineName } from './cards/declines.ts'

export type FaultKind = 'decline' | 'error' | 'hang' | 'lose_answer' | 'rate_limit' | 'reset' | 'slow'

/** Something that goes wrong, told beforehand. */
export interface Fault {
  readonly id: number
  readonly kind: FaultKind
  /** How many calls go well before it meets one, and how many it still meets. */
  skip: number
  left: number
  readonly method?: string
  /** A path, in which `*` stands for any part. */
  readonly path?: string
  /** For how long, where it is `slow` or `hang`. */
  readonly ms: number
  /** For `error`: before the work, or after it was done. */
  readonly when: 'after' | 'before'
  readonly status: number
  readonly decline_code: DeclineName
}

export interface FaultOrder {
  kind: FaultKind
  times?: number
  skip?: number
  method?: string
  path?: string
  ms?: number
  when?: 'after' | 'before'
  status?: number
  decline_code?: string
}

const KINDS: readonly FaultKind[] = ['decline', 'error', 'hang', 'lose_answer', 'rate_limit', 'reset', 'slow']

/** The faults that were ordered. They are kept in memory: a sandbox that is started again is well. */
export class Faults {
  #next = 1
  #open: Fault[] = []

  add(order: FaultOrder): Fault {
    const { kind, times = 1, skip = 0, decline_code = 'generic_decline' } = order
    if (!KINDS.includes(kind)) throw new Error(`kind: one of ${KINDS.join(', ')}`)
    if (!isDeclineName(decline_code)) throw new Error(`decline_code: ${decline_code} is not known`)
    if (!Number.isInteger(times) || times < 1) throw new Error('times: a whole number from 1')
    if (!Number.isInteger(skip) || skip < 0) throw new Error('skip: a whole number from 0')
    const fault: Fault = {
      id: this.#next++,
      kind,
      skip,
      left: times,
      ...(order.method === undefined ? {} : { method: order.method }),
      ...(order.path === undefined ? {} : { path: order.path }),
      ms: order.ms ?? (kind === 'hang' ? 60_000 : 1000),
      when: order.when ?? 'before',
      status: order.status ?? 500,
      decline_code,
    }
    this.#open.push(fault)
    return fault
  }

  list(): readonly Fault[] {
    return this.#open
  }

  clear(): void {
    this.#open = []
  }

  /** The faults that meet this call; each is used up by one. */
  take(method: string, path: string): Fault[] {
    const met = this.#open.filter(
      (fault) => fault.kind !== 'decline' && matches(fault, method, path) && !skips(fault),
    )
    for (const fault of met) this.#use(fault)
    return met
  }

  /** The decline that the next charge meets; used up only by a charge, whatever the call did before. */
  takeDecline(method: string, path: string) {
    const fault = this.#open.find(
      (open) => open.kind === 'decline' && matches(open, method, path) && !skips(open),
    )
    if (fault === undefined) return undefined
    this.#use(fault)
    return declinedAs(fault.decline_code)
  }

  #use(fault: Fault): void {
    fault.left -= 1
    this.#open = this.#open.filter(({ left }) => left > 0)
  }
}

/** Whether it lets this call go well, as it was told to with so many. */
function skips(fault: Fault): boolean {
  if (fault.skip === 0) return false
  fault.skip -= 1
  return true
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false
  if (fault.path === undefined) return true
  const pattern = fault.path
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*')
  return new RegExp(`^${pattern}$`).test(path)
}
