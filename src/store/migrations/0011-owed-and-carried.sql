-- What was taken back of a grant after it was spent or held, and is owed: as those credits come back to the grant they
-- pay it, also where the grant has expired.
alter table grants add column owed_micro bigint not null default 0 check (owed_micro >= 0);

-- Told by the entries, one after the other. Only grants of which something became a debt owe anything.
do $$
declare
  indebted record;
  line record;
  owed bigint;
begin
  for indebted in
    select distinct account_id, credit_type, grant_id from entries
    where from_book = 'debt' and to_book = 'revoked' and kind = 'revocation'
  loop
    owed := 0;
    for line in
      select kind, from_book, to_book, amount_micro from entries e
      where e.account_id = indebted.account_id and e.credit_type = indebted.credit_type
        and e.grant_id = indebted.grant_id
      order by e.seq
    loop
      if line.kind = 'revocation' and line.from_book = 'debt' then
        owed := owed + line.amount_micro;
      elsif (line.kind = 'restoration' and line.to_book = 'debt')
        or (line.kind in ('release', 'reversal') and line.to_book <> 'revoked')
        or (line.kind = 'expiry' and line.from_book = 'held') then
        owed := owed - least(owed, line.amount_micro);
      end if;
    end loop;
    update grants g set owed_micro = owed
    where g.account_id = indebted.account_id and g.grant_id = indebted.grant_id and owed > 0;
  end loop;
end
$$;

-- Spent grants of a rolling type are carried on with their buckets: by those that were made after them.
create index grants_rolling on grants (account_id, credit_type, created_at) where rolling;
