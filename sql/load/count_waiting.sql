-- Out: how many rows are waiting.
select count(*)
from waiting;
