-- Links to the portal are signed and kept nowhere. Each says in which era of its account it was made; whoever calls
-- them back begins the next one, so that no clock has to tell which came before.

alter table accounts add column portal_era integer not null default 0;
