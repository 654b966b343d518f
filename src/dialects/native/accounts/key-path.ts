import Type from 'typebox'
import { Id } from '../fields.ts'

export const KeyPath = Type.Object({ key: Id })
