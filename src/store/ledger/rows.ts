import type { CapUse } from '../../core/caps/cap.ts'
import type { Debit } from '../../core/ledger/debit.ts'
import type { Draw } from '../../core/ledger/drawdown.ts'
import type { Entry } from '../../core/ledger/entry.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Hold } from '../../core/ledger/hold.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'
import type { Row } from '../session/connection.ts'
import { parseAnswer } from './answer-json.ts'

/** The ledger's rows and how they are read: a list of columns and the function that takes a row of them. */

export const columns = (names: string) => (alias: string) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${alias}.${name}`)
    .join(', ')

export const walletColumns = columns(
  'account_id credit_type seq available_micro held_micro debt_micro at next_due_at',
)

/** How many columns `walletColumns` are: what a statement selects beyond them comes after. */
export const WALLET_WIDTH = 8

export function walletFrom(row: Row, whole: boolean): Wallet {
  return {
    account: row[0] as string,
    credit_type: row[1] as string,
    seq: Number(row[2]),
    available_micro: row[3] as bigint,
    held_micro: row[4] as bigint,
    debt_micro: row[5] as bigint,
    at: row[6] as number,
    next_due_at: row[7] as number | null,
    whole,
    grants: new Map(),
    holds: new Map(),
    taken: new Map(),
    carried: new Map(),
    order: null,
  }
}

const plainGrantColumns = columns(`
  account_id credit_type grant_id source amount_micro remaining_micro held_micro revoked_micro state priority
  scope_member scope_project scope_feature starts_at expires_at rolling metadata created_at`)

/** What few grants have comes as one column, which is null for all others: each column costs something per row. */
export const grantColumns = (alias: string): string => `${plainGrantColumns(alias)},
  case when ${alias}.frozen or ${alias}.written_off_micro > 0 or ${alias}.owed_micro > 0
    then concat_ws(' ', ${alias}.frozen, ${alias}.frozen_micro, ${alias}.written_off_micro, ${alias}.owed_micro)
    end as marks`

export const GRANT_WIDTH = 19

type Marks = Pick<Grant, 'frozen' | 'frozen_micro' | 'written_off_micro' | 'owed_micro'>
const NO_MARKS: Marks = { frozen: false, frozen_micro: 0n, written_off_micro: 0n, owed_micro: 0n }

function marksFrom(text: string): Marks {
  const [frozen, frozen_micro = '0', written_off_micro = '0', owed_micro = '0'] = text.split(' ')
  return {
    frozen: frozen === 't',
    frozen_micro: BigInt(frozen_micro),
    written_off_micro: BigInt(written_off_micro),
    owed_micro: BigInt(owed_micro),
  }
}

export function grantFrom(row: Row): Grant {
  const { frozen, frozen_micro, written_off_micro, owed_micro } =
    row[18] === null ? NO_MARKS : marksFrom(row[18] as string)
  return {
    account: row[0] as string,
    credit_type: row[1] as string,
    id: row[2] as string,
    source: row[3] as Grant['source'],
    amount_micro: row[4] as bigint,
    remaining_micro: row[5] as bigint,
    held_micro: row[6] as bigint,
    revoked_micro: row[7] as bigint,
    state: row[8] as Grant['state'],
    priority: row[9] as number,
    scope: {
      member: row[10] as string | null,
      project: row[11] as string | null,
      feature: row[12] as string | null,
    },
    starts_at: row[13] as number,
    expires_at: row[14] as number | null,
    rolling: row[15] as boolean,
    metadata: row[16] as string | null,
    created_at: row[17] as number,
    frozen,
    frozen_micro,
    written_off_micro,
    owed_micro,
  }
}

export const holdColumns = columns(`
  account_id credit_type hold_id amount_micro status ends_at member_id project_id feature_id api_key metadata
  unit_price_micro receipt captured_micro debit_id created_at ended_at caps counted_at`)

export function holdFrom(row: Row): Hold {
  return {
    account: row[0] as string,
    credit_type: row[1] as string,
    id: row[2] as string,
    amount_micro: row[3] as bigint,
    status: row[4] as Hold['status'],
    ends_at: row[5] as number | null,
    usage: {
      member: row[6] as string | null,
      project: row[7] as string | null,
      feature: row[8] as string | null,
    },
    api_key: row[9] as string | null,
    metadata: row[10] as string | null,
    unit_price_micro: row[11] as bigint | null,
    receipt: drawsFrom(row[12] as string),
    captured_micro: row[13] as bigint,
    debit: row[14] as string | null,
    created_at: row[15] as number,
    ended_at: row[16] as number | null,
    caps: capsFrom(row[17]),
    counted_at: row[18] as number | null,
  }
}

/** Draws as text: `grt_a:1000000,grt_b:5`. */
export const drawsText = (draws: readonly Draw[]): string =>
  draws.map(({ grant, amount_micro }) => `${grant}:${amount_micro}`).join(',')

export function drawsFrom(text: string | null): Draw[] {
  if (!text) return []
  return text.split(',').map((draw) => {
    const [grant = '', amount = '0'] = draw.split(':')
    return { grant, amount_micro: BigInt(amount) }
  })
}

export const debitColumns = columns(`
  account_id debit_id key credit_type refused amount_micro reversed_micro member_id project_id feature_id api_key
  hold_id unit_price_micro metadata occurred_at at first_seq entry_count before_micro after_micro caps counted_at detail`)

/** The caps that were met, as JSON text; null where there were none. */
const capsFrom = (text: unknown): CapUse[] => (text === null ? [] : (parseAnswer(text as string) as CapUse[]))

/** A debit's draws, told by its own entries. */
export const debitDraws = (alias: string): string => `
  (select string_agg(e.grant_id || ':' || e.amount_micro, ',' order by e.seq) from entries e
   where e.account_id = ${alias}.account_id and e.credit_type = ${alias}.credit_type
     and e.seq >= ${alias}.first_seq and e.seq < ${alias}.first_seq + ${alias}.entry_count)`

export const DEBIT_WIDTH = 23

export function debitFrom(row: Row): Debit {
  return {
    account: row[0] as string,
    id: row[1] as string,
    key: row[2] as string,
    credit_type: row[3] as string,
    refused: row[4] as Debit['refused'],
    amount_micro: row[5] as bigint,
    reversed_micro: row[6] as bigint,
    usage: {
      member: row[7] as string | null,
      project: row[8] as string | null,
      feature: row[9] as string | null,
    },
    api_key: row[10] as string | null,
    hold: row[11] as string | null,
    unit_price_micro: row[12] as bigint | null,
    metadata: row[13] as string | null,
    occurred_at: row[14] as number | null,
    at: row[15] as number,
    counted_at: row[21] as number | null,
    detail: row[22] as string | null,
    first_seq: Number(row[16]),
    entry_count: row[17] as number,
    before_micro: row[18] as bigint,
    after_micro: row[19] as bigint,
    caps: capsFrom(row[20]),
  }
}

export const entryColumns = columns(`
  account_id credit_type seq at kind from_book to_book amount_micro grant_id cause_id available_micro held_micro
  debt_micro`)

export const ENTRY_WIDTH = 13

export function entryFrom(row: Row): Entry {
  return {
    account: row[0] as string,
    credit_type: row[1] as string,
    seq: Number(row[2]),
    at: row[3] as number,
    kind: row[4] as Entry['kind'],
    from: row[5] as Entry['from'],
    to: row[6] as Entry['to'],
    amount_micro: row[7] as bigint,
    grant: row[8] as string | null,
    cause: row[9] as string,
    available_micro: row[10] as bigint,
    held_micro: row[11] as bigint,
    debt_micro: row[12] as bigint,
  }
}
