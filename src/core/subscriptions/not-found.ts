import { type Refusal, refuse } from '../refusal.ts'

export const noSubscription = (account: string, id: string): Refusal =>
  refuse('subscription_not_found', `The account ${account} has no subscription ${id}.`)

export const noSubscriptionTo = (account: string, credit_type: string): Refusal =>
  refuse('subscription_not_found', `The account ${account} has no subscription to ${credit_type} credits.`)

export const noPlan = (id: string): Refusal => refuse('plan_not_found', `There is no plan ${id}.`)
