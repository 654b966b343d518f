-- A member who was removed may come back under the same id, and the links of before must not: whoever removes a member
-- begins its next era. A link says in which era it was made, the account's and its member's added up; as neither ever
-- falls, the sum is another one as soon as either has begun anew.

alter table members add column portal_era integer not null default 0;

-- Those of all accounts are listed newest first.
create index subscriptions_newest on subscriptions (subscription_id);
