-- A double-entry ledger in nothing but SQL, of the kind that is published and used: text ids, foreign keys, numeric
-- amounts, an account's version and its balance before and after in every entry. One call is one transaction.

create table ledger_accounts (
  account_id text primary key,
  balance numeric not null,
  version bigint not null,
  may_be_negative boolean not null,
  updated_at timestamptz not null
);

create table ledger_transfers (
  transfer_id text primary key,
  from_account text not null references ledger_accounts,
  to_account text not null references ledger_accounts,
  amount numeric not null check (amount > 0),
  created_at timestamptz not null,
  check (from_account <> to_account)
);
create index ledger_transfers_from on ledger_transfers (from_account);
create index ledger_transfers_to on ledger_transfers (to_account);

create table ledger_entries (
  entry_id text primary key,
  account_id text not null references ledger_accounts,
  transfer_id text not null references ledger_transfers,
  amount numeric not null,
  previous_balance numeric not null,
  current_balance numeric not null,
  version bigint not null,
  created_at timestamptz not null
);
create index ledger_entries_account on ledger_entries (account_id);
create index ledger_entries_transfer on ledger_entries (transfer_id);

-- Ordered by time within one database, so that every index grows at its end.
create sequence ledger_ids;

create function ledger_move(giver text, taker text, moved numeric) returns text language plpgsql as $$
declare
  source ledger_accounts;
  target ledger_accounts;
  transfer text := 'tra_' || lpad(nextval('ledger_ids')::text, 20, '0');
begin
  update ledger_accounts set balance = balance - moved, version = version + 1, updated_at = now()
    where account_id = giver returning * into strict source;
  if source.balance < 0 and not source.may_be_negative then
    raise exception 'the account % has too little', giver;
  end if;
  update ledger_accounts set balance = balance + moved, version = version + 1, updated_at = now()
    where account_id = taker returning * into strict target;
  insert into ledger_transfers values (transfer, giver, taker, moved, now());
  insert into ledger_entries values
    ('ent_' || lpad(nextval('ledger_ids')::text, 20, '0'), giver, transfer, -moved, source.balance + moved,
      source.balance, source.version, now()),
    ('ent_' || lpad(nextval('ledger_ids')::text, 20, '0'), taker, transfer, moved, target.balance - moved,
      target.balance, target.version, now());
  return transfer;
end $$;

create function ledger_transfer(giver text, taker text, moved numeric) returns text language plpgsql as $$
begin
  perform from ledger_accounts where account_id in (giver, taker) order by account_id for update;
  return ledger_move(giver, taker, moved);
end $$;

create function ledger_transfers(givers text[], takers text[], moved numeric[]) returns text[] language plpgsql as $$
declare
  made text[] := '{}';
begin
  perform from ledger_accounts where account_id = any(givers || takers) order by account_id for update;
  for i in 1 .. cardinality(givers) loop
    made := made || ledger_move(givers[i], takers[i], moved[i]);
  end loop;
  return made;
end $$;
