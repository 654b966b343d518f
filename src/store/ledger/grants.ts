import type { Instant } from '../../core/instant.ts'
import type { Grant, Revocation } from '../../core/ledger/grant.ts'
import type { GrantExplanation, GrantFilter, Page, PageRequest } from '../../core/ports.ts'
import { lookThrough } from '../look-through.ts'
import type { Row } from '../session/connection.ts'
import type { Reader } from '../session/reader.ts'
import { fallenDue } from './fallen-due.ts'
import { grantColumns, grantFrom } from './rows.ts'

const oneGrant = `select ${grantColumns('g')} from grants g where g.account_id = $1 and g.grant_id = $2`

export async function readGrant(reader: Reader, account: string, id: string): Promise<Grant | null> {
  const [row] = await reader.query(oneGrant, [account, id])
  return row ? grantFrom(row) : null
}

/** A grant with what was taken back of it by hand, in the order of that. */
export async function explainGrant(
  reader: Reader,
  account: string,
  id: string,
  now: Instant,
): Promise<GrantExplanation | null> {
  return reader.snapshot(async (query) => {
    const [row] = await query(oneGrant, [account, id])
    if (!row) return null
    const revocations = await query(
      `select r.revocation_id, r.revoked_micro, r.debt_micro, r.written_off_micro, r.spent, r.reason, r.at
       from revocations r where r.account_id = $1 and r.grant_id = $2 order by r.revocation_id`,
      [account, id],
    )
    const written = grantFrom(row)
    const grant = (await fallenDue(query, account, written.credit_type, now)).grants.get(id) ?? written
    return { grant, revocations: revocations.map((revocation) => revocationFrom(grant, revocation)) }
  })
}

const revocationFrom = (grant: Grant, row: Row): Revocation => ({
  account: grant.account,
  grant: grant.id,
  id: row[0] as string,
  revoked_micro: row[1] as bigint,
  debt_micro: row[2] as bigint,
  written_off_micro: row[3] as bigint,
  spent: row[4] as Revocation['spent'],
  reason: row[5] as string | null,
  at: row[6] as number,
})

const grants = { table: 'grants', id: 'grant_id', columns: grantColumns, from: grantFrom }

/** Newest first: minted ids are in the order of their time. */
export async function readGrants(
  reader: Reader,
  account: string,
  { credit_type, state }: GrantFilter,
  page: PageRequest,
  now: Instant,
): Promise<Page<Grant>> {
  return reader.inOrder(async (query) => {
    const { grants: changed } = await fallenDue(query, account, null, now)
    const wanted = { credit_type, state }
    const within = state === 'open' || state === 'scheduled' ? "state <> 'closed'" : undefined
    const fits = (grant: Grant) =>
      (credit_type === null || grant.credit_type === credit_type) && (state === null || grant.state === state)
    return lookThrough(query, grants, account, { wanted, within, changed, fits }, page)
  })
}
