-- Subscriptions. Plans are catalogue; everything of an account keeps its account_id first.

alter table accounts
  -- Whether members without a seat may draw on credits that are nobody's own.
  add column seatless text not null default 'topup' check (seatless in ('topup', 'nothing')),
  -- How far an account's own clock is ahead, for trying out what time does.
  add column ahead_ms bigint not null default 0 check (ahead_ms >= 0);
create index accounts_ahead on accounts (account_id) where ahead_ms > 0;

-- What follows from `seatless` and from who has a seat; kept with the member, because every debit asks.
alter table members add column own_only boolean not null default false;

alter table purchases
  -- The subscription that it bills: then the subscription grants the credits, and the purchase none.
  add column subscription_id text,
  -- What the bill says line by line, where that is more than the price, as JSON.
  add column lines text,
  add column days_until_due integer check (days_until_due > 0),
  drop constraint purchases_paying_by_check,
  add constraint purchases_paying_by_check check (paying_by in ('checkout', 'card', 'commitment', 'invoice'));
create index purchases_subscription on purchases (account_id, subscription_id, purchase_id)
  where subscription_id is not null;

create table plans (
  plan_id text primary key,
  name text not null,
  credit_type text not null,
  currency text not null,
  gives_to text not null check (gives_to in ('seats', 'quantity')),
  -- As JSON.
  pricing text not null,
  bonus_micro bigint not null check (bonus_micro >= 0),
  days_until_due integer not null check (days_until_due > 0),
  created_at timestamptz not null,
  archived_at timestamptz
);
create index plans_credit_type on plans (credit_type, created_at, plan_id);

create type subscription_status as enum ('incomplete', 'active', 'past_due', 'canceled');

create table subscriptions (
  account_id text not null,
  subscription_id text not null,
  plan_id text not null,
  credit_type text not null,
  currency text not null,
  gives_to text not null check (gives_to in ('seats', 'quantity')),
  collection text not null check (collection in ('charge_automatically', 'send_invoice')),
  dialect text not null,
  member_id text,
  status subscription_status not null,
  seats integer not null check (seats > 0),
  credits_micro bigint not null check (credits_micro > 0),
  billing_interval text not null check (billing_interval in ('month', 'year')),
  bonus_micro bigint not null check (bonus_micro >= 0),
  started_at timestamptz,
  period_month integer not null check (period_month >= 0),
  period_months integer not null check (period_months in (1, 12)),
  month integer not null check (month >= -1),
  -- As JSON.
  pending text,
  cancel_at_period_end boolean not null,
  -- What is being paid just now, as JSON.
  bill text,
  attempts integer not null check (attempts >= 0),
  declined_card text,
  due_at timestamptz,
  version integer not null check (version > 0),
  canceled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, subscription_id),
  check (started_at is not null or status in ('incomplete', 'canceled'))
) with (fillfactor = 70);
-- An account has one subscription to a credit type at a time.
create unique index subscriptions_live on subscriptions (account_id, credit_type) where status <> 'canceled';
create index subscriptions_due on subscriptions (due_at) where due_at is not null;

create table seats (
  account_id text not null,
  subscription_id text not null,
  seat_id text not null,
  -- Null: nobody has it.
  member_id text,
  grant_id text,
  allotment_micro bigint not null check (allotment_micro >= 0),
  bonus_micro bigint not null check (bonus_micro between 0 and allotment_micro),
  ended boolean not null default false,
  primary key (account_id, seat_id)
) with (fillfactor = 70);
create index seats_subscription on seats (account_id, subscription_id, seat_id) where not ended;
-- Nobody has two seats of one subscription.
create unique index seats_member on seats (account_id, member_id, subscription_id)
  where member_id is not null and not ended;

-- What a step of a subscription does to its seats' credits. Written with the step, done once by the ledger.
create table allotments (
  account_id text not null,
  allotment_id text not null,
  subscription_id text not null,
  credit_type text not null,
  -- As JSON.
  deals text not null,
  at timestamptz not null,
  done_at timestamptz,
  primary key (account_id, allotment_id)
);
create index allotments_open on allotments (at) where done_at is null;
create index allotments_of on allotments (account_id, subscription_id) where done_at is null;

create table subscription_events (
  account_id text not null,
  subscription_id text not null,
  version integer not null check (version > 0),
  -- Counts those that led to the same version.
  place integer not null check (place > 0),
  kind text not null,
  -- As JSON.
  detail text not null,
  at timestamptz not null,
  primary key (account_id, subscription_id, version, place)
);

grant select, insert, update on subscriptions, seats to scrip_server;
grant select, insert on plans, allotments, subscription_events to scrip_server;
grant update (archived_at) on plans to scrip_server;
grant update (done_at) on allotments to scrip_server;
