import { type Refusal, refuse } from '../refusal.ts'
import { type Book, ref } from './book.ts'
import type { Scope } from './grant.ts'

/** Refuses usage by, and credits for, somebody who is no member of the account (any more). */
export function checkMember(book: Book, account: string, usage: Scope): Refusal | null {
  if (usage.member === null) return null
  const status = book.members.get(ref(account, usage.member))?.status
  if (status !== undefined && status !== 'removed') return null
  return refuse('member_not_found', `The account ${account} has no member ${usage.member}.`)
}

/** Whether the usage is of a member who may draw on nothing but what is the member's own. */
export const isOwnOnly = (book: Book, account: string, { member }: Scope): boolean =>
  member !== null && book.members.get(ref(account, member))?.own_only === true
