import type {
  CaptureCommand,
  DebitCommand,
  GrantCommand,
  ReleaseCommand,
  ReserveCommand,
} from '../../src/core/ledger/command.ts'
import { UNSCOPED } from '../../src/core/ledger/grant.ts'

let made = 0
const MICRO = 1_000_000n

/** Commands as a dialect makes them, of the credit type `neo` and with amounts in whole credits. */
export function grantOf(account: string, credits: number, more: Partial<GrantCommand> = {}): GrantCommand {
  const id = `grt_${++made}`
  return {
    kind: 'grant',
    account,
    credit_type: 'neo',
    id,
    key: `cmd_${id}`,
    minted: true,
    fingerprint: '',
    amount_micro: BigInt(credits) * MICRO,
    source: 'manual',
    priority: 100,
    scope: UNSCOPED,
    starts_at: null,
    expires_at: null,
    metadata: null,
    ...more,
  }
}

export function debitOf(account: string, credits: number, more: Partial<DebitCommand> = {}): DebitCommand {
  const id = `deb_${++made}`
  return {
    kind: 'debit',
    account,
    credit_type: 'neo',
    id,
    key: id,
    fingerprint: '',
    amount_micro: BigInt(credits) * MICRO,
    usage: UNSCOPED,
    api_key: null,
    metadata: null,
    occurred_at: null,
    ...more,
  }
}

export function reserveOf(account: string, credits: number, ttl_ms: number): ReserveCommand {
  const id = `hld_${++made}`
  return {
    kind: 'reserve',
    account,
    credit_type: 'neo',
    id,
    key: `cmd_${id}`,
    minted: true,
    fingerprint: '',
    amount_micro: BigInt(credits) * MICRO,
    ttl_ms,
    usage: UNSCOPED,
    api_key: null,
    metadata: null,
  }
}

export function captureOf(account: string, hold: string): CaptureCommand {
  const id = `deb_${++made}`
  return {
    kind: 'capture',
    account,
    hold,
    id,
    key: `cmd_${id}`,
    minted: true,
    fingerprint: '',
    amount_micro: null,
    allow_more: false,
    api_key: null,
    metadata: null,
  }
}

export function releaseOf(account: string, hold: string): ReleaseCommand {
  const id = `rel_${++made}`
  return { kind: 'release', account, hold, key: `cmd_${id}`, minted: true, fingerprint: '' }
}
