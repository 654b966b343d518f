-- A refund may fail after it took credits back: then they come back, and so does what others paid of a debt for them.

alter type entry_kind add value 'restoration';

-- What was taken of a wallet's grants and where it went, which is what can come back. A debit writes nothing here.
create index entries_taken on entries (account_id, credit_type, grant_id)
  where from_book in ('revoked', 'debt') or to_book in ('revoked', 'debt');

-- What a call without a key asked for, for good: `attempt` says so only until somebody was told how it ended. A call that
-- was under way all that time finds by it what an identical one has bought.
alter table purchases add column attempted text;
create index purchases_attempted on purchases (account_id, attempted) where attempted is not null;
