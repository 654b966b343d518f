-- Sessions of the console that were signed out of, until they would be over by themselves.
create table ended_sessions (
  session_id text primary key,
  until timestamptz not null
);
grant select, insert, delete on ended_sessions to scrip_server;

-- Which wallets were written lately, at next to no cost for the writing: one line for some pages, and since PostgreSQL
-- 16 updates stay heap-only beside it. Before that they would not, and reading all wallets is the lesser evil.
do $$
begin
  if current_setting('server_version_num')::integer >= 160000 then
    create index wallets_written on wallets using brin (at) with (pages_per_range = 8, autosummarize = on);
  end if;
end
$$;
