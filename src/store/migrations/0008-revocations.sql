-- What was taken back of grants by hand, and why. What purchases take back is told by their own transitions.

create table revocations (
  account_id text not null,
  revocation_id text not null,
  grant_id text not null,
  revoked_micro bigint not null check (revoked_micro >= 0),
  debt_micro bigint not null check (debt_micro >= 0),
  written_off_micro bigint not null check (written_off_micro >= 0),
  spent text not null check (spent in ('debt', 'write_off')),
  reason text,
  at timestamptz not null,
  primary key (account_id, revocation_id),
  check (revoked_micro + debt_micro + written_off_micro > 0)
);
create index revocations_grant on revocations (account_id, grant_id);

grant select, insert on revocations to scrip_server;
