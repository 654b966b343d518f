-- Buying credits. Everything of an account keeps its account_id first; prices are catalogue.

alter type entry_kind add value 'freeze';
alter type entry_kind add value 'thaw';

alter table accounts
  add column pays_with text not null default 'card' check (pays_with in ('card', 'commitment')),
  add column hosted_checkout boolean not null default false,
  add column spent_on_refund text not null default 'debt' check (spent_on_refund in ('debt', 'write_off'));

alter table grants
  -- Of what is held: frozen while the purchase behind it is disputed, and whether what comes back is frozen too.
  add column frozen_micro bigint not null default 0 check (frozen_micro between 0 and held_micro),
  add column frozen boolean not null default false,
  -- Spent or held credits that were taken back and that nobody owes: as they come back, they are revoked.
  add column written_off_micro bigint not null default 0 check (written_off_micro between 0 and revoked_micro);

-- What may fall due, or move with the bucket, is found without reading what is spent.
create index grants_frozen on grants (account_id, credit_type) where frozen;

-- How much of a grant was taken back, and when. A debit writes nothing here.
create index entries_revoked on entries (account_id, grant_id) where to_book = 'revoked';

-- A key of the face it is for; a person has at most one for neo.
alter table api_keys add column dialect text not null default 'native';
create unique index api_keys_neo on api_keys (account_id, member_id) nulls not distinct
  where dialect = 'neo' and revoked_at is null;

create table prices (
  price_id text primary key,
  credit_type text not null,
  currency text not null,
  terms text not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
create index prices_credit_type on prices (credit_type, price_id);

-- A credit type that an account was given a place for before it had any credits of it, and how the seller shows it.
create table credit_products (
  account_id text not null,
  credit_type text not null,
  name text,
  low_count_micro bigint check (low_count_micro >= 0),
  created_at timestamptz not null,
  primary key (account_id, credit_type)
);

create table billing_customers (
  account_id text primary key,
  customer_id text not null,
  created_at timestamptz not null
);

create type purchase_state as enum
  ('pending', 'awaiting_checkout', 'charging', 'paid', 'failed', 'expired', 'partially_refunded', 'refunded',
   'disputed', 'won', 'lost');

create table purchases (
  account_id text not null,
  purchase_id text not null,
  credit_type text not null,
  credits_micro bigint not null check (credits_micro > 0),
  price_minor bigint not null check (price_minor >= 0),
  currency text not null,
  price_id text,
  unit_price_micro bigint,
  paying_by text not null check (paying_by in ('checkout', 'card', 'commitment')),
  payment_method text,
  success_url text,
  cancel_url text,
  dialect text not null,
  source text,
  member_id text,
  description text,
  -- Where the purchase itself says when its credits expire: 'never', or a moment in expires_at.
  expiry text not null check (expiry in ('policy', 'never', 'at')),
  expires_at timestamptz check ((expires_at is not null) = (expiry = 'at')),
  grant_id text not null,
  attempt text,
  state purchase_state not null,
  -- What is true where the money is, as of the last look, as JSON.
  facts text not null,
  total_minor bigint,
  invoice_id text,
  granted_at timestamptz,
  revoked_micro bigint not null default 0 check (revoked_micro between 0 and credits_micro),
  frozen boolean not null default false,
  remaining_before_micro bigint,
  remaining_after_micro bigint,
  check_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, purchase_id),
  unique (account_id, grant_id)
) with (fillfactor = 70);
-- An identical attempt finds the one whose outcome is not known. Two of them can't both be written.
create unique index purchases_attempt on purchases (account_id, attempt) where attempt is not null;
create index purchases_check on purchases (check_at) where check_at is not null;
create index purchases_granted on purchases (account_id, credit_type, granted_at) where granted_at is not null;

create table purchase_transitions (
  account_id text not null,
  purchase_id text not null,
  seq integer not null check (seq > 0),
  from_state purchase_state,
  to_state purchase_state not null,
  cause text not null,
  at timestamptz not null,
  primary key (account_id, purchase_id, seq)
);

create table refunds (
  account_id text not null,
  refund_id text not null,
  purchase_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  reason text,
  created_at timestamptz not null,
  -- Since when its fate is in the purchase's facts; until then a job goes on with it.
  closed_at timestamptz,
  primary key (account_id, refund_id)
);
create index refunds_purchase on refunds (account_id, purchase_id);
create index refunds_open on refunds (created_at) where closed_at is null;

-- Events of the payment's side that were settled, so that none is asked about for nothing.
create table payment_events (
  event_id text primary key,
  seen_at timestamptz not null
);
create index payment_events_age on payment_events (seen_at);

-- Up to when something is known.
create table marks (
  name text primary key,
  at timestamptz not null,
  -- What was found by then, as JSON.
  found text
);

grant select, insert, update on prices, billing_customers, purchases, marks to scrip_server;
grant select, insert, delete on payment_events to scrip_server;
grant select, insert on credit_products, purchase_transitions, refunds to scrip_server;
grant update (closed_at) on refunds to scrip_server;
