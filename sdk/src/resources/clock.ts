import type { AdvanceClockBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Clock extends Resource {
  get(account: string, options?: CallOptions) {
    return this.call('get_clock', { params: { account } }, options)
  }

  /** Puts the clock of a test account ahead, and answers what happened meanwhile. */
  advance(account: string, body: AdvanceClockBody, options?: CallOptions) {
    return this.call('advance_clock', { params: { account }, body }, options)
  }
}
