import type { Grant } from '../core/ledger/grant.ts'
import type { Page, PageRequest } from '../core/ports.ts'
import { idAfter, pageOf } from './page.ts'
import type { Reader } from './reader.ts'
import { grantColumns, grantFrom } from './rows.ts'

export async function readGrant(reader: Reader, account: string, id: string): Promise<Grant | null> {
  const [row] = await reader.query(
    `select ${grantColumns('g')} from grants g where g.account_id = $1 and g.grant_id = $2`,
    [account, id],
  )
  return row ? grantFrom(row) : null
}

/** Newest first: minted ids are in the order of their time. */
export async function readGrants(
  reader: Reader,
  account: string,
  credit_type: string | null,
  page: PageRequest,
): Promise<Page<Grant>> {
  const rows = await reader.query(
    `select ${grantColumns('g')} from grants g
     where g.account_id = $1 and ($2::text is null or g.credit_type = $2) and ($3::text is null or g.grant_id < $3)
     order by g.grant_id desc limit $4`,
    [account, credit_type, idAfter(page), page.limit + 1],
  )
  return pageOf(rows.map(grantFrom), page)
}
