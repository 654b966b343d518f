import type { Principal } from '../../../core/accounts/key.ts'
import type { CapSubject } from '../../../core/caps/cap.ts'
import { forbid, type HttpRefusal } from '../../../http/refusals.ts'

/** Buyers mind what their people and projects may burn. What bounds the account and its keys is the product's. */
export const forbidCap = ({ role }: Principal, subject: CapSubject): HttpRefusal | null =>
  role === 'buyer' && (subject === 'account' || subject === 'key')
    ? forbid(
        `A buyer minds the caps of members and projects; one on the ${subject} is the product's to change.`,
      )
    : null
