import type { Purchase } from '@scrip/sdk'
import { purchaseStates } from '../words.ts'

export const stateOptions = Object.entries(purchaseStates).map(([key, [name]]) => [key, name] as const)

/** An address may say anything; only a state that there is narrows the list. */
export function stateQuery(state: string | undefined): { readonly state?: Purchase['state'] } {
  return state !== undefined && Object.hasOwn(purchaseStates, state)
    ? { state: state as Purchase['state'] }
    : {}
}
