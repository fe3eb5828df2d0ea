-- In: $begun_at, $begun_by, $last_review, the highest number given to a review so far. Out: the number of the purge.
-- Puts on record that it is begun.
insert into purges
select coalesce(max(purge), 0) + 1, $begun_at, $begun_by, null, $last_review, null
from purges
returning purge;
