import Type from 'typebox'
import { Id } from '../fields.ts'

export const GrantPath = Type.Object({ account: Id, grant: Id })
