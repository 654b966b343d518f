import type { AskCheckBody, ListChecksQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Checks extends Resource {
  /** Begins a check, or answers the one that is under way. */
  create(body: AskCheckBody, options?: CallOptions) {
    return this.call('ask_check', { body }, options)
  }

  list(query: ListChecksQuery = {}, options?: CallOptions) {
    return this.pages('list_checks', { query }, options)
  }

  get(check: string, options?: CallOptions) {
    return this.call('get_check', { params: { check } }, options)
  }
}
