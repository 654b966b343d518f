import Type from 'typebox'
import { refuse } from '../../../core/refusal.ts'
import { Id } from '../fields.ts'

export const DebitPath = Type.Object({ account: Id, debit: Id })

export const noDebit = (account: string, id: string) =>
  refuse('debit_not_found', `The account ${account} has no debit ${id}.`)
