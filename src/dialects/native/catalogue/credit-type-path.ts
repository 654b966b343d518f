import Type from 'typebox'
import { Id } from '../fields.ts'

export const CreditTypePath = Type.Object({ credit_type: Id })
