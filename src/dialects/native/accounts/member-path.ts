import Type from 'typebox'
import { Id } from '../fields.ts'

export const MemberPath = Type.Object({ account: Id, member: Id })
