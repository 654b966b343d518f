import { type Grant, UNSCOPED } from '../../../src/core/ledger/grant.ts'

/** A grant of which all is left, save what is said. */
export const grantOf = (id: string, more: Partial<Grant> = {}): Grant => ({
  account: 'acc',
  credit_type: 'neo',
  id,
  source: 'manual',
  amount_micro: 100n,
  remaining_micro: 100n,
  held_micro: 0n,
  frozen_micro: 0n,
  frozen: false,
  written_off_micro: 0n,
  owed_micro: 0n,
  revoked_micro: 0n,
  state: 'open',
  priority: 100,
  scope: UNSCOPED,
  starts_at: 0,
  expires_at: null,
  rolling: false,
  metadata: null,
  created_at: 0,
  ...more,
})
