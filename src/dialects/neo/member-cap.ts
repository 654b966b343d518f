import Type from 'typebox'
import type { Account } from '../../core/accounts/account.ts'
import type { Member } from '../../core/accounts/member.ts'
import type { CapName } from '../../core/caps/remove-cap.ts'
import type { Registry } from '../../core/ports.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import { capField } from './convert-cap.ts'
import { Email } from './fields.ts'

export const ByEmail = Type.Object({ email: Email })

export const MemberCap = Type.Object({ email: Type.String(), ...capField }, { title: 'NeoMemberCap' })

export async function memberByEmail(
  registry: Registry,
  { id }: Account,
  email: string,
): Promise<Member | Refusal> {
  return (
    (await registry.memberByEmail(id, email)) ??
    refuse('member_not_found', `The team has no member with the email ${email}.`)
  )
}

export const capOf = ({ account, id }: Member): CapName => ({ account, subject: 'member', subject_id: id })
