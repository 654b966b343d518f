/** A bug to plant: in a copy of `file`, `from` becomes `to`. The text must be there exactly once. */
export interface Mutant {
  readonly bug: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const core = 'src/core/ledger'

export const mutants: readonly Mutant[] = [
  {
    bug: 'an entry is lost now and then',
    file: `${core}/book.ts`,
    from: 'journal.entries.push({',
    to: 'if (wallet.seq % 5 !== 0) journal.entries.push({',
  },
  {
    bug: 'a draw is taken twice from its grant',
    file: `${core}/book.ts`,
    from: 'shiftGrant(grant, line.from, -amount_micro)',
    to: "shiftGrant(grant, line.from, line.kind === 'debit' ? -2n * amount_micro : -amount_micro)",
  },
  {
    bug: 'a debit takes the first grant for all of it',
    file: `${core}/drawdown.ts`,
    from: 'draws.push({ grant: grant.id, amount_micro: part })',
    to: 'draws.push({ grant: draws[0]?.grant ?? grant.id, amount_micro: part })',
  },
  {
    bug: 'credits can be drawn at the very moment of their expiry',
    file: `${core}/grant.ts`,
    from: 'grant.expires_at <= at',
    to: 'grant.expires_at < at',
  },
  {
    bug: 'an expiry is settled a moment late',
    file: `${core}/due.ts`,
    from: 'grant.expires_at !== null && grant.expires_at <= now',
    to: 'grant.expires_at !== null && grant.expires_at < now',
  },
  {
    bug: 'an expiry is posted with the time of its posting',
    file: `${core}/due.ts`,
    from: 'happen: () => expireGrant(book, wallet, grant, at)',
    to: 'happen: () => expireGrant(book, wallet, grant, now)',
  },
  {
    bug: 'a hold ends a moment late',
    file: `${core}/due.ts`,
    from: 'hold.ends_at > now',
    to: 'hold.ends_at >= now',
  },
  {
    bug: 'a grant starts a moment late',
    file: `${core}/due.ts`,
    from: "grant.state === 'scheduled' && grant.starts_at <= now",
    to: "grant.state === 'scheduled' && grant.starts_at < now",
  },
  {
    bug: 'what is due is settled in no order',
    file: `${core}/due.ts`,
    from: 'a.at - b.at || a.rank - b.rank',
    to: 'a.rank - b.rank',
  },
  {
    bug: 'wider scopes are burned first',
    file: `${core}/draw-order.ts`,
    from: 'width(a.scope) - width(b.scope)',
    to: 'width(b.scope) - width(a.scope)',
  },
  {
    bug: 'priority is ignored',
    file: `${core}/draw-order.ts`,
    from: 'a.priority - b.priority',
    to: '0',
  },
  {
    bug: 'credits that never expire are burned first',
    file: `${core}/draw-order.ts`,
    from: 'compare(a.expires_at ?? Number.POSITIVE_INFINITY, b.expires_at ?? Number.POSITIVE_INFINITY)',
    to: 'compare(a.expires_at ?? 0, b.expires_at ?? 0)',
  },
  {
    bug: 'the newest of equal grants is burned first',
    file: `${core}/draw-order.ts`,
    from: 'a.created_at - b.created_at',
    to: 'b.created_at - a.created_at',
  },
  {
    bug: 'a tie is broken the wrong way round',
    file: `${core}/draw-order.ts`,
    from: 'compare(a.id, b.id)',
    to: 'compare(b.id, a.id)',
  },
  {
    bug: 'a scope does not look at the feature',
    file: `${core}/grant.ts`,
    from: '(scope.feature === null || scope.feature === usage.feature)',
    to: 'true',
  },
  {
    bug: 'a hold gives back all but its first part',
    file: `${core}/hold-release.ts`,
    from: 'for (const { grant: id, amount_micro } of draws) {',
    to: 'for (const { grant: id, amount_micro } of draws.slice(1)) {',
  },
  {
    bug: 'a hold gives back what has expired meanwhile',
    file: `${core}/hold-release.ts`,
    from: 'const lost = hasExpired(grant, at)',
    to: 'const lost = false',
  },
  {
    bug: 'the end of a hold is not written',
    file: 'src/store/batch/write.ts',
    from: 'if (journal.holds.size > 0) flush.push(updateHolds(journal.holds))',
    to: '',
  },
  {
    bug: 'a capture can be had twice',
    file: `${core}/decide-hold.ts`,
    from: "hold.status = 'captured'",
    to: "hold.status = amount_micro > 0n ? 'open' : 'captured'",
  },
  {
    bug: 'a capture beyond its hold meets no cap',
    file: `${core}/decide-hold.ts`,
    from: 'countUse(book.caps.get(account), burnerOf(hold), counts, at, at)',
    to: '',
  },
  {
    bug: 'a reversal gives back what was drawn first',
    file: `${core}/decide-reversal.ts`,
    from: 'draws.toReversed()',
    to: 'draws',
  },
  {
    bug: 'a reversal brings expired credits back',
    file: `${core}/decide-reversal.ts`,
    from: "const to = lost ? 'expired' : 'wallet'",
    to: "const to = 'wallet'",
  },
  {
    bug: 'a debit can be reversed twice',
    file: `${core}/decide-reversal.ts`,
    from: 'debit.reversed_micro += amount_micro',
    to: '',
  },
  {
    bug: 'spent credits of a revoked grant are owed by nobody',
    file: `${core}/decide-revocation.ts`,
    from: "const owes = command.spent === 'debt' && spent_micro > 0n",
    to: 'const owes = false',
  },
  {
    bug: 'credits that expired unspent are owed',
    file: `${core}/decide-revocation.ts`,
    from: 'open_micro - grant.remaining_micro - expired_micro',
    to: 'open_micro - grant.remaining_micro',
  },
  {
    bug: 'a new grant does not pay the debt',
    file: `${core}/due.ts`,
    from: 'payDebt(book, wallet, at, grant)',
    to: '',
  },
  {
    bug: 'the purchase of a rolling type moves nothing',
    file: `${core}/decide-grant.ts`,
    from: 'if (rolling) moveBucket(book, wallet, expires_at, at)',
    to: '',
  },
  {
    bug: 'the bucket forgets what is held',
    file: `${core}/decide-grant.ts`,
    from: "grant.state === 'closed' && grant.held_micro === 0n",
    to: "grant.state === 'closed'",
  },
  {
    bug: 'a wallet does not know of a grant that starts later',
    file: `${core}/decide-grant.ts`,
    from: '  touch(book, wallet)\n',
    to: '',
  },
  {
    bug: 'a grant that is opened again is forgotten to expire',
    file: `${core}/book.ts`,
    from: "if (grant.state === 'closed' && grant.remaining_micro > 0n) noteDue(wallet, grant.expires_at)",
    to: '',
  },
  {
    bug: 'a clock that runs late takes the ledger back in time',
    file: `${core}/book.ts`,
    from: 'if (line.at > wallet.at) wallet.at = line.at',
    to: 'wallet.at = line.at - (wallet.seq % 3)',
  },
  {
    bug: 'the same key may come with another amount',
    file: `${core}/decide.ts`,
    from: 'debit.amount_micro === command.amount_micro &&',
    to: '',
  },
  {
    bug: 'a key is used up for ever',
    file: `${core}/decide.ts`,
    from: 'now < recorded.until',
    to: 'true',
  },
  {
    bug: 'a cap is reached one too early',
    file: 'src/core/caps/check.ts',
    from: 'after_micro > cap.limit_micro',
    to: 'after_micro >= cap.limit_micro',
  },
  {
    bug: 'a cap goes on counting when its period is over',
    file: 'src/core/caps/check.ts',
    from: '      counter.used_micro = 0n\n    }\n    // An end',
    to: '    }\n    // An end',
  },
  {
    bug: 'the default cap is for nobody',
    file: 'src/core/caps/check.ts',
    from: 'caps.get(capKey(subject, EVERY_MEMBER)) : undefined',
    to: 'undefined : undefined',
  },
  {
    bug: 'a hold that has ended counts on against its caps',
    file: `${core}/hold-release.ts`,
    from: 'uncount(book.caps.get(hold.account), hold, returned_micro, at)',
    to: '',
  },
  {
    bug: 'refusals of caps come in another order',
    file: 'src/core/caps/cap.ts',
    from: "['account', 'member', 'project', 'key']",
    to: "['key', 'member', 'project', 'account']",
  },
  {
    bug: 'a balance shows credits at the moment of their expiry',
    file: 'src/store/balances.ts',
    from: 'next_due_at !== null && next_due_at <= now',
    to: 'next_due_at !== null && next_due_at < now',
  },
  {
    bug: 'the past is told without its last moment',
    file: 'src/store/balances.ts',
    from: 'case when e.at <= $3 then m.middle else h.low end, case when e.at <= $3',
    to: 'case when e.at < $3 then m.middle else h.low end, case when e.at < $3',
  },
]
