import { ref } from '../../core/ledger/book.ts'
import { type Command, isKeyless, isMinted } from '../../core/ledger/command.ts'
import type { Scope } from '../../core/ledger/grant.ts'
import { pairColumns, textColumn } from './arrays.ts'

/** Pairs of an account and an id, each once, as the two array parameters of a statement. */
class Pairs {
  readonly #seen = new Set<string>()
  readonly #pairs: [string, string][] = []

  get size(): number {
    return this.#pairs.length
  }
  has(account: string, id: string): boolean {
    return this.#seen.has(ref(account, id))
  }
  add(account: string, id: string): void {
    const name = ref(account, id)
    if (this.#seen.has(name)) return
    this.#seen.add(name)
    this.#pairs.push([account, id])
  }
  pairs(): readonly (readonly [string, string])[] {
    return this.#pairs
  }
  /** In order, as locks must be taken. */
  columns(): [string, string] {
    this.#pairs.sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : b > d ? 1 : 0))
    return pairColumns(this.#pairs)
  }
}

class Names extends Set<string> {
  /** In order, as locks must be taken. */
  column(): string {
    return textColumn([...this].sort())
  }
}

/** Whose caps a command counts against. */
interface BurnerOf {
  readonly account: string
  readonly usage: Scope
  readonly api_key: string | null
}

/** What a batch of commands needs to be loaded. */
export interface Need {
  readonly wallets: Pairs
  /** Wallets, by name, that must be loaded with all their grants and holds. */
  readonly whole: Set<string>
  readonly accounts: Names
  /** Accounts that get a grant: locked against changes of their caps, because a wallet may be made for them. */
  readonly granted: Names
  /** Members whose scoped grants may be drawn. */
  readonly scopes: Names
  readonly members: Pairs
  readonly types: Names
  readonly keys: Pairs
  /** Accounts of commands, other than debits, that come under a key of the caller's, and those keys. */
  readonly keyed: Names
  readonly taken_keys: Pairs
  /** Accounts and keys of debits for which there is no wallet that would be locked: known once the wallets are loaded. */
  readonly walletless: Pairs
  readonly holds: Pairs
  readonly debits: Pairs
  readonly grants: Pairs
  readonly purchases: Pairs
  /** The wallets of purchases and revocations, in which something that was taken may have to come back. */
  readonly taken: Pairs
  readonly allotments: Pairs
  /** Grants of seats, which may be spent: who has them says whose what came back besides is. */
  readonly seats: Pairs
  /** Holds, by name, whose capture may take more than they hold, from any grant that covers their usage. */
  readonly extensible: Set<string>
  /** Whether commands name holds, debits or grants, whose wallets must be found first. */
  references: boolean
  /** The wallet, by name, of each hold, debit and grant that is named. */
  readonly homes: Map<string, string>
  readonly burners: BurnerOf[]
}

export function needsOf(commands: readonly Command[], retried: boolean): Need {
  const need: Need = {
    wallets: new Pairs(),
    whole: new Set(),
    accounts: new Names(),
    granted: new Names(),
    scopes: new Names(),
    members: new Pairs(),
    types: new Names(),
    keys: new Pairs(),
    keyed: new Names(),
    taken_keys: new Pairs(),
    walletless: new Pairs(),
    holds: new Pairs(),
    debits: new Pairs(),
    grants: new Pairs(),
    purchases: new Pairs(),
    taken: new Pairs(),
    allotments: new Pairs(),
    seats: new Pairs(),
    extensible: new Set(),
    references: false,
    homes: new Map(),
    burners: [],
  }
  for (const command of commands) {
    need.accounts.add(command.account)
    if (!isKeyless(command)) {
      const minted = isMinted(command)
      if (retried || !minted) need.keys.add(command.account, command.key)
      if (command.kind !== 'debit' && !minted) {
        need.keyed.add(command.account)
        need.taken_keys.add(command.account, command.key)
      }
    }
    addCommand(need, command)
  }
  return need
}

function addCommand(need: Need, command: Command): void {
  const { account } = command
  switch (command.kind) {
    case 'debit':
    case 'reserve':
      need.wallets.add(account, command.credit_type)
      need.types.add(command.credit_type)
      need.burners.push(command)
      if (command.usage.member !== null) {
        need.members.add(account, command.usage.member)
        need.scopes.add(command.usage.member)
      }
      return
    case 'grant':
      need.wallets.add(account, command.credit_type)
      need.whole.add(ref(account, command.credit_type))
      need.types.add(command.credit_type)
      need.granted.add(account)
      if (command.scope.member !== null) need.members.add(account, command.scope.member)
      return
    case 'settle':
      need.wallets.add(account, command.credit_type)
      need.whole.add(ref(account, command.credit_type))
      return
    case 'settle_purchase':
      need.wallets.add(account, command.credit_type)
      need.whole.add(ref(account, command.credit_type))
      need.types.add(command.credit_type)
      need.granted.add(account)
      need.grants.add(account, command.grant)
      need.purchases.add(account, command.purchase)
      need.taken.add(account, command.credit_type)
      return
    case 'allot':
      need.wallets.add(account, command.credit_type)
      need.whole.add(ref(account, command.credit_type))
      need.granted.add(account)
      need.allotments.add(account, command.allotment)
      for (const { take } of command.deals) if (take !== null) need.seats.add(account, take)
      return
    case 'capture':
    case 'release':
    case 'extend':
      need.references = true
      need.holds.add(account, command.hold)
      if (command.kind === 'capture' && command.allow_more) need.extensible.add(ref(account, command.hold))
      return
    case 'reverse':
      need.references = true
      need.debits.add(account, command.debit)
      return
    case 'revoke':
      need.references = true
      need.grants.add(account, command.grant)
      return
  }
}
