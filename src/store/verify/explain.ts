import { burn, hold } from './burns.ts'
import { freeze, takeFrozen, thaw } from './freezes.ts'
import { type GrantReplay, NOBODY } from './grant-replay.ts'
import { giveBack } from './hold-replay.ts'
import { restore } from './restorations.ts'
import { reverse } from './reversals.ts'
import type { Entry } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** Finds the reason of an entry: each way from book to book is taken by one kind, for a cause that must be there. */
export function explain(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  switch (`${entry.kind} ${entry.from}-${entry.to}`) {
    case 'grant issued-wallet':
      start(wallet, entry, grant)
      break
    case 'debit wallet-consumed':
    case 'capture held-consumed':
    case 'capture wallet-consumed':
      burn(wallet, entry, grant)
      break
    case 'hold wallet-held':
      hold(wallet, entry, grant)
      break
    case 'release held-wallet':
    case 'release held-revoked':
    case 'release held-debt':
    case 'expiry held-expired':
      giveBack(wallet, entry, grant)
      break
    case 'expiry wallet-expired':
      expire(wallet, entry, grant)
      break
    case 'reversal consumed-wallet':
    case 'reversal consumed-expired':
    case 'reversal consumed-revoked':
    case 'reversal consumed-debt':
      reverse(wallet, entry, grant)
      break
    case 'debt wallet-debt':
      pay(wallet, entry, grant)
      break
    case 'freeze wallet-held':
      freeze(wallet, entry, grant)
      break
    case 'thaw held-wallet':
    case 'thaw held-expired':
      thaw(wallet, entry, grant)
      break
    case 'revocation held-revoked':
      takeFrozen(wallet, entry, grant)
      break
    case 'revocation wallet-revoked':
      break
    case 'revocation debt-revoked':
      grant.owed += entry.amount
      grant.due += entry.amount
      break
    case 'restoration revoked-wallet':
    case 'restoration revoked-expired':
    case 'restoration revoked-debt':
    case 'restoration debt-wallet':
    case 'restoration debt-expired':
    case 'restoration debt-revoked':
      restore(wallet, entry, grant)
      break
    default:
      wallet.breach('entry_cause', `entry ${entry.seq} is a ${entry.kind} from ${entry.from} to ${entry.to}`)
  }
}

function start(wallet: WalletReplay, { seq, at, amount, cause }: Entry, grant: GrantReplay): void {
  const { id, starts_at, created_at, amount: granted, revoked } = grant.row
  if (cause !== id || grant.issued !== null)
    wallet.breach('grant_start', `entry ${seq} issues the grant ${id} a second time`)
  if (at !== (starts_at > created_at ? starts_at : created_at))
    wallet.breach('grant_start', `the grant ${id} was not issued at its start`)
  const cut = granted - amount
  if (cut < 0n || cut > revoked || (cut > 0n && starts_at <= created_at))
    wallet.breach('grant_start', `the grant ${id} was issued with another amount than was granted`)
  grant.issued = amount
}

function expire(wallet: WalletReplay, { seq, at, amount, cause }: Entry, grant: GrantReplay): void {
  if (cause !== grant.row.id || amount !== grant.left || at !== grant.expires_at)
    wallet.breach('grant_expiry', `entry ${seq} is not what the grant ${grant.row.id} had left at its expiry`)
}

/**
 * A debt is paid by a grant that has just started, else in draw order from what is for everybody; never out of what is
 * a member's own.
 */
function pay(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  const isNewcomer = wallet.last?.kind === 'grant' && wallet.last.grant === entry.grant
  if (!isNewcomer && wallet.grants.open.first(NOBODY, entry.at) !== grant)
    wallet.breach('debt', `entry ${entry.seq} pays a debt out of turn`)
  if (grant.row.scope.member !== null)
    wallet.breach('debt', `entry ${entry.seq} pays a debt out of what is a member's own`)
  const due = grant.left < wallet.debt ? grant.left : wallet.debt
  if (entry.amount !== due || entry.cause !== grant.row.id || entry.at >= grant.expires_at)
    wallet.breach('debt', `entry ${entry.seq} pays another part of the debt than it has to`)
}
