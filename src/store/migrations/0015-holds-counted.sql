-- When the caps counted a hold, where that is not when it was made: another of the account's wallets had begun the next
-- day already. Without it nobody could tell later in which day it counts, and so from which it is to be taken off.

alter table holds add column counted_at timestamptz;
