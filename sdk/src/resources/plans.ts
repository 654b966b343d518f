import type { CreatePlanBody, ListPlansQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Plans extends Resource {
  create(body: CreatePlanBody, options?: CallOptions) {
    return this.call('create_plan', { body }, options)
  }

  list(query: ListPlansQuery = {}, options?: CallOptions) {
    return this.pages('list_plans', { query }, options)
  }

  get(plan: string, options?: CallOptions) {
    return this.call('get_plan', { params: { plan } }, options)
  }

  archive(plan: string, options?: CallOptions) {
    return this.call('archive_plan', { params: { plan } }, options)
  }
}
