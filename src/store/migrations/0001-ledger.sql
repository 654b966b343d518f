-- Every table of an account starts its primary key and every unique constraint with account_id, so that the same
-- schema can be distributed by it. The catalogue (credit types, keys, slugs) is small and would be a reference table.
-- There are no foreign keys between the ledger's tables: each would cost a look-up per entry, and `scrip verify`
-- proves the same.

create type book as enum ('issued', 'wallet', 'held', 'consumed', 'expired', 'revoked', 'debt');
create type entry_kind as enum
  ('grant', 'debit', 'reversal', 'hold', 'capture', 'release', 'expiry', 'revocation', 'debt');
create type grant_state as enum ('scheduled', 'open', 'closed');
create type hold_status as enum ('open', 'captured', 'released', 'expired');

-- The catalogue.

create table credit_types (
  credit_type text primary key check (credit_type ~ '^[A-Za-z0-9_.:-]{1,64}$'),
  name text not null,
  unit text not null,
  unit_price_micro bigint check (unit_price_micro >= 0),
  currency text not null,
  expiry jsonb not null,
  created_at timestamptz not null
);

create table api_keys (
  key_id text primary key,
  secret_sha256 bytea not null unique,
  account_id text,
  member_id text,
  role text not null,
  name text,
  prefix text not null,
  last_four text not null,
  rate_limit integer check (rate_limit > 0),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  check ((role = 'operator') = (account_id is null))
);
create index api_keys_account on api_keys (account_id, key_id);

create table slugs (
  slug text primary key,
  account_id text not null
);

-- Accounts and their people.

create table accounts (
  account_id text primary key check (account_id ~ '^[A-Za-z0-9_.:-]{1,64}$'),
  kind text not null check (kind in ('user', 'team')),
  name text not null,
  slug text,
  created_at timestamptz not null
);

create table members (
  account_id text not null,
  member_id text not null check (member_id ~ '^[A-Za-z0-9_.:-]{1,64}$'),
  email text,
  role text not null,
  status text not null check (status in ('active', 'invited', 'removed')),
  created_at timestamptz not null,
  primary key (account_id, member_id)
);

-- The ledger.

create table wallets (
  account_id text not null,
  credit_type text not null,
  seq bigint not null check (seq >= 0),
  available_micro bigint not null check (available_micro >= 0),
  held_micro bigint not null check (held_micro >= 0),
  debt_micro bigint not null check (debt_micro >= 0),
  -- When the last entry took effect.
  at timestamptz not null,
  -- Nothing falls due before this moment.
  next_due_at timestamptz,
  primary key (account_id, credit_type)
) with (fillfactor = 50);
-- The job that settles what is due finds its wallets here.
create index wallets_due on wallets (next_due_at) where next_due_at is not null;

create table grants (
  account_id text not null,
  grant_id text not null,
  credit_type text not null,
  source text not null,
  amount_micro bigint not null check (amount_micro > 0),
  remaining_micro bigint not null check (remaining_micro >= 0),
  held_micro bigint not null check (held_micro >= 0),
  revoked_micro bigint not null check (revoked_micro between 0 and amount_micro),
  state grant_state not null check ((state = 'open') = (remaining_micro > 0)),
  priority integer not null,
  scope_member text,
  scope_project text,
  scope_feature text,
  starts_at timestamptz not null,
  expires_at timestamptz check (expires_at > starts_at),
  rolling boolean not null,
  metadata text,
  created_at timestamptz not null,
  primary key (account_id, grant_id),
  check (remaining_micro + held_micro <= amount_micro)
) with (fillfactor = 50);
-- A wallet reads the grants that it can draw, however many are spent. The predicate names only `state`, which a draw
-- leaves as it is until the grant is spent, so draws stay heap-only updates.
create index grants_open on grants (account_id, credit_type, expires_at) where state = 'open';
create index grants_scheduled on grants (account_id, credit_type) where state = 'scheduled';

create table entries (
  account_id text not null,
  credit_type text not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  kind entry_kind not null,
  from_book book not null,
  to_book book not null check (to_book <> from_book),
  amount_micro bigint not null check (amount_micro > 0),
  grant_id text,
  cause_id text not null,
  -- The wallet's books after this entry; those before it follow from the amount.
  available_micro bigint not null check (available_micro >= 0),
  held_micro bigint not null default 0 check (held_micro >= 0),
  debt_micro bigint not null default 0 check (debt_micro >= 0),
  -- A wallet's entries count from 1 without gaps: no two writers can ever both have seen the same wallet.
  primary key (account_id, credit_type, seq)
);

-- How much of a grant has expired, which matters when it is revoked. A debit writes nothing here.
create index entries_expired on entries (account_id, grant_id) where to_book = 'expired';

create table debits (
  account_id text not null,
  debit_id text not null,
  key text not null,
  credit_type text not null,
  refused text,
  detail text,
  amount_micro bigint not null check (amount_micro > 0),
  reversed_micro bigint not null default 0 check (reversed_micro between 0 and amount_micro),
  member_id text,
  project_id text,
  feature_id text,
  api_key text,
  hold_id text,
  unit_price_micro bigint,
  metadata text,
  occurred_at timestamptz,
  at timestamptz not null,
  -- When caps counted it, where that was not `at`.
  counted_at timestamptz,
  first_seq bigint not null,
  entry_count integer not null default 1,
  before_micro bigint not null,
  after_micro bigint not null,
  caps text,
  primary key (account_id, debit_id),
  unique (account_id, key)
);

create table reversals (
  account_id text not null,
  reversal_id text not null,
  debit_id text not null,
  amount_micro bigint not null check (amount_micro > 0),
  expired_micro bigint not null check (expired_micro between 0 and amount_micro),
  reason text,
  at timestamptz not null,
  primary key (account_id, reversal_id)
);
create index reversals_debit on reversals (account_id, debit_id);

create table expiry_moves (
  account_id text not null,
  grant_id text not null,
  -- The old expiry held up to and with this entry of the wallet.
  seq bigint not null,
  from_expires_at timestamptz not null,
  to_expires_at timestamptz not null,
  at timestamptz not null
);
create index expiry_moves_grant on expiry_moves (account_id, grant_id);

create table holds (
  account_id text not null,
  hold_id text not null,
  credit_type text not null,
  amount_micro bigint not null check (amount_micro > 0),
  status hold_status not null,
  ends_at timestamptz,
  member_id text,
  project_id text,
  feature_id text,
  api_key text,
  metadata text,
  unit_price_micro bigint,
  -- What it took of which grants, in draw order: `grt_a:1000000,grt_b:5`.
  receipt text not null,
  caps text,
  captured_micro bigint not null check (captured_micro >= 0),
  debit_id text,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, hold_id)
);
create index holds_open on holds (account_id, credit_type, ends_at) where status = 'open';

-- Caps.

create table caps (
  account_id text not null,
  subject text not null check (subject in ('account', 'member', 'project', 'key')),
  subject_id text not null,
  limit_micro bigint not null check (limit_micro >= 0),
  unit text not null check (unit in ('credits', 'money')),
  period text not null check (period in ('day', 'month', 'total')),
  created_at timestamptz not null,
  primary key (account_id, subject, subject_id)
);

create table cap_counters (
  account_id text not null,
  subject text not null,
  subject_id text not null,
  unit text not null,
  period text not null,
  period_start timestamptz not null,
  used_micro bigint not null check (used_micro >= 0),
  primary key (account_id, subject, subject_id, unit, period)
) with (fillfactor = 70);

-- The first answer to each idempotency key, debits' own aside. Calls outside any account are under account_id ''.

create table idempotency_keys (
  account_id text not null,
  key text not null,
  fingerprint text not null,
  answer text,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- What the server may do: everything its work needs, and never to change or delete an entry.

grant select, insert, update, delete on credit_types, api_keys, slugs, accounts, members, wallets, grants, debits,
  holds, caps, cap_counters, idempotency_keys to scrip_server;
grant select, insert on entries, reversals, expiry_moves to scrip_server;
revoke delete on wallets, grants, debits, holds, accounts from scrip_server;
