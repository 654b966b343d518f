import { randomBytes } from 'node:crypto'
import type { Store } from '../../core/ports.ts'
import { rowsOf, type Session } from '../session/session.ts'

const BYTES = 32

/** Whoever comes first makes it, and everybody reads what is there then. */
export const signingSecretsOn = (session: Session): Pick<Store, 'signingSecret'> => ({
  async signingSecret(name) {
    const made = 'insert into signing_secrets (name, secret) values ($1, $2) on conflict (name) do nothing'
    await session.query(made, [name, randomBytes(BYTES)])
    const found = 'select secret from signing_secrets where name = $1'
    const [row] = await rowsOf<{ secret: Buffer }>(session, found, [name])
    if (!row) throw new Error(`the signing secret ${name} was just made and is not there`)
    return row.secret
  },
})
