import Type from 'typebox'
import type { Account } from '../../core/accounts/account.ts'
import { EVERY_MEMBER } from '../../core/caps/cap.ts'
import type { CapName } from '../../core/caps/remove-cap.ts'
import { capField } from './convert-cap.ts'

export const DefaultCap = Type.Object(capField, { title: 'NeoDefaultCap' })

export const defaultCapOf = ({ id }: Account): CapName => ({
  account: id,
  subject: 'member',
  subject_id: EVERY_MEMBER,
})
