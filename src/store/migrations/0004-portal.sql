-- What the installation signs links to the portal with. Every server reads the same one.

create table signing_secrets (
  name text primary key,
  secret bytea not null
);

grant select, insert on signing_secrets to scrip_server;
