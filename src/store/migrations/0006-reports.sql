-- What is told of the ledger as a whole. It is made beside the ledger, by jobs, so that debits pay nothing for it.

-- What the entries of all wallets together have moved from book to book on each day, in UTC.
create table ledger_days (
  credit_type text not null,
  day date not null,
  kind entry_kind not null,
  -- Where the credits of a grant came from; of what is no grant, ''.
  source text not null,
  from_book book not null,
  to_book book not null,
  -- All accounts together may move more than a bigint holds.
  amount_micro numeric(40, 0) not null,
  entries bigint not null,
  primary key (credit_type, day, kind, source, from_book, to_book)
);

-- Up to which of its entries a wallet is in there.
create table summed_wallets (
  account_id text not null,
  credit_type text not null,
  seq bigint not null check (seq > 0),
  primary key (account_id, credit_type)
) with (fillfactor = 70);

-- The day on which a purchase was paid, and the last on which money went back, told out of its facts. What was paid out
-- of a commitment moved no money.
alter table purchases
  add column paid_on date generated always as
    ((to_timestamp((facts::jsonb ->> 'paid_at')::bigint / 1000.0) at time zone 'UTC')::date) stored,
  add column refunded_on date generated always as
    ((to_timestamp((jsonb_path_query_first(facts::jsonb, '$.refunds[last].created_at') #>> '{}')::bigint / 1000.0)
      at time zone 'UTC')::date) stored;
create index purchases_paid on purchases (paid_on, credit_type, currency) include (total_minor, price_minor)
  where paid_on is not null and paying_by <> 'commitment';
create index purchases_refunded on purchases (refunded_on)
  where refunded_on is not null and paying_by <> 'commitment';

-- Lists over all accounts, newest first, and what they are narrowed by.
create index purchases_newest on purchases (purchase_id);
create index purchases_state on purchases (state, purchase_id);
create index purchases_credit_type on purchases (credit_type, purchase_id);
create index purchases_created on purchases (created_at);
create index subscriptions_past_due on subscriptions (account_id) where status = 'past_due';

-- Accounts are found by how their id, their slug or a member's address begins, and by how words of their name do.
create index accounts_id_begins on accounts (lower(account_id) text_pattern_ops);
create index accounts_slug_begins on accounts (slug text_pattern_ops) where slug is not null;
create index accounts_words on accounts
  using gin (to_tsvector('simple', translate(name, './_@:&+-''', '         ')));
create index members_email_begins on members (lower(email) text_pattern_ops) where email is not null;

-- Each job's last run, by whichever server.
create table job_runs (
  job text primary key,
  every_seconds integer not null check (every_seconds > 0),
  last_run_at timestamptz,
  took_ms integer check (took_ms >= 0),
  succeeded boolean,
  error text
);

-- Proofs of the ledger and comparisons with the payments, asked for or by job, and what they found.
create table checks (
  check_id text primary key,
  kind text not null check (kind in ('verify', 'reconcile')),
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  -- How far back purchases are compared.
  since timestamptz check ((since is not null) = (kind = 'reconcile')),
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz check ((ended_at is not null) = (state in ('done', 'failed'))),
  done bigint,
  of_all bigint,
  holds boolean check ((holds is not null) = (state = 'done')),
  -- As JSON.
  counts text not null,
  books text not null default '[]',
  findings text not null,
  finding_count integer not null check (finding_count >= 0),
  error text
);
-- One of a kind at a time.
create unique index checks_open on checks (kind) where state in ('queued', 'running');
create index checks_kind on checks (kind, check_id);

grant select, insert, update on ledger_days, summed_wallets, job_runs to scrip_server;
grant select, insert, update, delete on checks to scrip_server;
