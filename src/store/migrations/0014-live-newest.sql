-- Lists of what is live find it in their order, however much is closed. No debit writes here: the predicates name only
-- the state, which a draw leaves as it is until a grant is spent.
create index grants_live on grants (account_id, grant_id) where state <> 'closed';
create index holds_live on holds (account_id, hold_id) where status = 'open';
