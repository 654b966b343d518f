-- A seat that nobody has keeps its credits under a name that can't be a member's: `#` and its id, where it was the id
-- alone before. What is still to be done for such seats says the same.

update grants g set scope_member = '#' || s.seat_id
from seats s
where s.account_id = g.account_id and s.grant_id = g.grant_id and s.member_id is null and g.scope_member = s.seat_id;

update allotments set deals = replace(deals, '"member":"seat_', '"member":"#seat_') where done_at is null;
