import { noAccount } from '../../core/accounts/not-found.ts'
import type { CreditType } from '../../core/catalogue/credit-type.ts'
import type { Store } from '../../core/ports.ts'
import { Refused, refuse } from '../../core/refusal.ts'

/** A customer is an account, and a credit product is a credit type. Where it is not there, the call ends with that. */
export async function findCustomer({ registry }: Store, id: string): Promise<void> {
  if (!(await registry.account(id))) throw new Refused(noAccount(id))
}

export async function findProduct({ registry }: Store, id: string): Promise<CreditType> {
  const type = await registry.creditType(id)
  if (type) return type
  throw new Refused(refuse('credit_type_not_found', `There is no credit type ${id}.`))
}
