import type { GrantRow, MoveRow, Usage } from './rows.ts'

/** A grant as its entries make it, beside the row that it is compared with. */
export interface GrantReplay {
  readonly row: GrantRow
  /** Its expiry at the moment that the replay has come to. */
  expires_at: number
  /** Where purchases of its bucket have carried that, also while there is nothing of it to carry. */
  carried_to: number
  left: bigint
  /** By holds, and frozen. */
  held: bigint
  frozen: bigint
  consumed: bigint
  /** What it paid of a debt. */
  paid: bigint
  expired: bigint
  revoked: bigint
  /** Of what was revoked: what was spent, and became a debt. */
  owed: bigint
  /** Of that, what did not come back since. */
  due: bigint
  issued: bigint | null
}

export const NEVER = Number.POSITIVE_INFINITY

export const grantReplay = (row: GrantRow): GrantReplay => ({
  row,
  expires_at: row.expires_at ?? NEVER,
  carried_to: row.expires_at ?? NEVER,
  left: 0n,
  held: 0n,
  frozen: 0n,
  consumed: 0n,
  paid: 0n,
  expired: 0n,
  revoked: 0n,
  owed: 0n,
  due: 0n,
  issued: null,
})

const narrowness = ({ member, project, feature }: Usage): number =>
  Number(member !== null) + Number(project !== null) + Number(feature !== null)

/** The order in which grants are burned, told here a second time so that the ledger's own telling is checked by it. */
function isBurnedBefore(a: GrantReplay, b: GrantReplay): boolean {
  const [x, y] = [a.row, b.row]
  const narrower = narrowness(x.scope) - narrowness(y.scope)
  if (narrower !== 0) return narrower > 0
  if (x.priority !== y.priority) return x.priority < y.priority
  if (a.expires_at !== b.expires_at) return a.expires_at < b.expires_at
  if (x.created_at !== y.created_at) return x.created_at < y.created_at
  return x.id < y.id
}

export const isFor = ({ scope }: GrantRow, usage: Usage): boolean =>
  (scope.member === null || scope.member === usage.member) &&
  (scope.project === null || scope.project === usage.project) &&
  (scope.feature === null || scope.feature === usage.feature)

export const NOBODY: Usage = { member: null, project: null, feature: null }

/** The grants of which something is left, in the order in which they are burned. */
export class OpenGrants {
  readonly #open: GrantReplay[] = []

  add(grant: GrantReplay): void {
    let [low, high] = [0, this.#open.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBurnedBefore(this.#open[middle] as GrantReplay, grant)) low = middle + 1
      else high = middle
    }
    this.#open.splice(low, 0, grant)
  }

  remove(grant: GrantReplay): void {
    const place = this.#open.indexOf(grant)
    if (place >= 0) this.#open.splice(place, 1)
  }

  /** What a usage must burn next; of its member's own, where it is kept to that. */
  first(usage: Usage, at: number, isKept = false): GrantReplay | undefined {
    return this.#open.find(
      ({ row, expires_at }) => expires_at > at && isFor(row, usage) && (!isKept || row.scope.member !== null),
    )
  }
}

export const isLeftBehind = ({ row, left, held, expires_at, carried_to }: GrantReplay): boolean =>
  row.rolling && (left > 0n || held > 0n) && expires_at !== carried_to

/** The grants of a wallet and the moves of their expiries, which take effect as the replay passes them. */
export class Grants {
  readonly byId = new Map<string, GrantReplay>()
  readonly open = new OpenGrants()
  readonly #moves: MoveRow[] = []
  readonly #everMoved = new Set<string>()
  #moved = 0
  /** Of rolling grants, those that have not expired. */
  #bucket: GrantReplay[] = []

  /** Moves come in their order, so the first of a grant tells what its expiry was in the beginning. */
  addMove(move: MoveRow): void {
    const grant = this.byId.get(move.grant)
    if (grant && !this.#everMoved.has(move.grant)) grant.expires_at = move.from
    this.#everMoved.add(move.grant)
    this.#moves.push(move)
  }

  /** A purchase of a rolling type takes along what has not expired by then. */
  roll(bought: GrantReplay, at: number): void {
    bought.carried_to = bought.expires_at
    this.#bucket = this.#bucket.filter(({ carried_to }) => carried_to > at)
    for (const grant of this.#bucket)
      if (grant.carried_to < bought.expires_at) grant.carried_to = bought.expires_at
    this.#bucket.push(bought)
  }

  /** What is left behind by its bucket, though there is something of it. */
  leftBehind(): GrantReplay[] {
    return this.#bucket.filter(isLeftBehind)
  }

  /** Makes the moves that came before this entry; answers those that are wrong. */
  moveTo(seq: number): string[] {
    const wrong: string[] = []
    for (let move = this.#moves[this.#moved]; move && move.seq < seq; move = this.#moves[this.#moved]) {
      this.#moved += 1
      const grant = this.byId.get(move.grant)
      const isBought = grant?.expires_at === move.from && grant.carried_to === move.to
      if (!isBought || move.to <= move.from || move.from <= move.at)
        wrong.push(`the expiry of the grant ${move.grant} was moved wrongly after entry ${move.seq}`)
      if (!grant) continue
      if (grant.left > 0n) this.open.remove(grant)
      grant.expires_at = move.to
      if (grant.left > 0n) this.open.add(grant)
    }
    return wrong
  }
}
