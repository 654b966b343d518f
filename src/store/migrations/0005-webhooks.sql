-- What the product is told of. Endpoints are catalogue; a delivery is of its account, written with what it tells of.

create table webhook_endpoints (
  endpoint_id text primary key,
  url text not null,
  -- Null: all of them.
  types text[],
  active boolean not null,
  secret text not null,
  -- Signs too, until then.
  previous_secret text,
  previous_secret_until timestamptz,
  -- Since when every attempt has failed.
  failing_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((previous_secret is null) = (previous_secret_until is null))
);

create type webhook_delivery_state as enum ('waiting', 'delivered', 'failed');

create table webhook_deliveries (
  -- Empty for what is about no account.
  account_id text not null,
  event_id text not null,
  endpoint_id text not null,
  -- The order in which they were written, which is that in which they are sent.
  number bigint generated always as identity,
  type text not null,
  -- What it tells of as it was then, as JSON.
  subject text not null,
  -- When that happened, by its account's clock.
  at timestamptz not null,
  state webhook_delivery_state not null default 'waiting',
  attempts integer not null default 0 check (attempts >= 0),
  -- When it is tried next, by the real clock; the epoch for what has not been tried.
  due_at timestamptz not null default 'epoch',
  last_attempt_at timestamptz,
  last_status integer,
  last_error text,
  primary key (account_id, event_id, endpoint_id)
) with (fillfactor = 70);
create index webhook_deliveries_number on webhook_deliveries (number);
create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, number);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at, number) where state = 'waiting';
create index webhook_deliveries_failed on webhook_deliveries (number) where state = 'failed';
create index webhook_deliveries_age on webhook_deliveries (at);

grant select, insert, update, delete on webhook_endpoints, webhook_deliveries to scrip_server;
