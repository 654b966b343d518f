import Type from 'typebox'
import type { Account } from '../../core/accounts/account.ts'
import type { CapName } from '../../core/caps/remove-cap.ts'
import { capField } from './convert-cap.ts'
import { Id } from './fields.ts'

/** Projects are the product's own: any id may be one. */
export const ProjectPath = Type.Object({ id: Id })

export const ProjectCap = Type.Object({ project_id: Type.String(), ...capField }, { title: 'NeoProjectCap' })

export const projectCapOf = ({ id: account }: Account, subject_id: string): CapName => ({
  account,
  subject: 'project',
  subject_id,
})
