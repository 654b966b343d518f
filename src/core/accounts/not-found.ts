import { type Refusal, refuse } from '../refusal.ts'

export const noAccount = (id: string): Refusal => refuse('account_not_found', `There is no account ${id}.`)

export const noMember = (account: string, id: string): Refusal =>
  refuse('member_not_found', `The account ${account} has no member ${id}.`)

export const noKey = (id: string): Refusal => refuse('key_not_found', `There is no key ${id}.`)
